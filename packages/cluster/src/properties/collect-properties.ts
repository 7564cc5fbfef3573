import { parseJson } from '../campaign/parse-json';
import type { Confirmed } from '../collect/confirm';
import { drawOf } from '../collect/do-again';
import { type Gathered, gather, type Suspect } from '../collect/gathering';
import { whyForeign } from '../collect/why-foreign';
import { getFile } from '../store/content';
import { mostOfWorkers, type Store } from '../store/store';
import type { LoadedProperties, PropertyContents } from './property-campaign';
import { type PropertyAnswer, type PropertyClaim, readPropertyClaim } from './property-result';
import type { VerifyProperties } from './work-on-properties';

/** The result of a case, and what was made of it here. */
export type CollectedProperty = {
  readonly number: number;
  readonly worker: string;
  readonly verification: PropertyAnswer;
  readonly check: Confirmed;
  readonly certificate?: unknown;
};

/** What a campaign over files of properties has come to. */
export type PropertyCollection = Gathered<CollectedProperty>;

/** Options of `collectProperties`. */
export type CollectPropertiesOptions = {
  /** Does witnesses and proofs again, for what the files ask. `verification` is what of the claim holds: a witness with the output that it has here. */
  readonly check: (
    contents: PropertyContents,
    claim: { readonly verification: PropertyAnswer; readonly certificate?: unknown },
  ) => Promise<Confirmed & { readonly verification: PropertyAnswer }>;
  readonly verify: VerifyProperties;
  /** Of each worker, how many of the results without a proof are done again; 3 unless given. */
  readonly recheck?: number;
  /** Of which are done again. */
  readonly seed?: number;
  readonly onProgress?: (done: number, of: number) => void;
};

/**
 * Puts the results of a campaign over files of properties together, and trusts none, as `collect` does.
 *
 * @returns each case's result once, and which cases are missing.
 */
export async function collectProperties(
  store: Store,
  loaded: LoadedProperties,
  { check, verify, recheck = 3, seed = 0, onProgress = () => undefined }: CollectPropertiesOptions,
): Promise<PropertyCollection> {
  const gathering = gather<CollectedProperty>(store, loaded);
  for (let number = 0; number < loaded.cases; number++) {
    const bytes = await store
      .read('results', loaded.idOf(number), mostOfWorkers)
      .catch((error: Error) => error);
    if (bytes === undefined) gathering.miss(number);
    else {
      const found = await judged(store, loaded, { number, bytes, check });
      if ('why' in found) gathering.throwAway({ ...found, number });
      else gathering.keep(number, found);
    }
    onProgress(number + 1, loaded.cases);
  }
  return gathering.end(await again(loaded, gathering.results.values(), { verify, recheck, seed }));
}

type Asked = Pick<CollectPropertiesOptions, 'check'> & {
  readonly number: number;
  /** Of the store, or why it cannot be read. */
  readonly bytes: Uint8Array | Error;
};

/** A result that was checked; why it is none. */
async function judged(
  store: Store,
  { campaign, idOf, contents }: LoadedProperties,
  { number, bytes, check }: Asked,
): Promise<CollectedProperty | { readonly worker: string; readonly why: string }> {
  let claim: PropertyClaim;
  try {
    if (bytes instanceof Error) throw bytes;
    claim = readPropertyClaim(bytes);
  } catch (error) {
    return { worker: 'not known', why: `no result: ${(error as Error).message}` };
  }
  const { worker, verification } = claim;
  const foreign = whyForeign(claim, { id: idOf(number), software: campaign.software });
  if (foreign !== undefined) return { worker, why: foreign };
  let certificate: { readonly certificate?: unknown } = {};
  let checked: Awaited<ReturnType<typeof check>>;
  try {
    if (claim.certificate !== undefined) {
      const proof = await getFile(store, claim.certificate, 'a certificate', mostOfWorkers);
      certificate = { certificate: parseJson('certificate', proof) };
    }
    checked = await check(await contents(number), { verification, ...certificate });
  } catch (error) {
    return { worker, why: `${verification.answer}, which the checker rejects: ${(error as Error).message}` };
  }
  const { status, reason } = checked;
  if (status === 'rejected')
    return { worker, why: `${verification.answer}, which the checker rejects: ${reason}` };
  return { number, worker, verification: checked.verification, check: { status, reason }, ...certificate };
}

/** Settles again some of what each worker gives without a proof. */
async function again(
  { campaign, contents }: LoadedProperties,
  results: Iterable<CollectedProperty>,
  { verify, recheck, seed }: Required<Pick<CollectPropertiesOptions, 'verify' | 'recheck' | 'seed'>>,
): Promise<Suspect[]> {
  const suspects: Suspect[] = [];
  const { method } = campaign;
  for (const { worker, number, verification: said } of drawOf(results, recheck, seed)) {
    const { verification: found } = await verify({ contents: await contents(number), method });
    // the clock, the last guard, may have ended it: it takes long here too
    const isSlow = said.answer === 'timeout' && found.seconds > method.seconds / 10;
    if (said.answer === found.answer || isSlow) continue;
    suspects.push({ worker, number, why: `${said.answer}, which is ${found.answer} when done again` });
  }
  return suspects;
}

import { checkCertificate, createCertificate, type PlainSpec, type Property } from '@ibp/exact';
import {
  type PropertyStrategy,
  propertyOutcome,
  type SearchWorkers,
  searchWorker,
  verifyProperty,
} from '@ibp/verify';
import type { Box, Row } from '../case';
import type { Random } from '../stream';
import type { Claim, Given, Method } from './method';

/** One row as what is unsafe: alone, or with another that is 0 or above wherever it is. */
export function unsafeOf({ c, d }: Row, random: Random): PlainSpec {
  if (random.chance(0.4)) return { c: Float64Array.from(c), d: Float64Array.of(d) };
  const by = random.pick([1, 2, 0.25]);
  const beside = { c: [...c].map((w) => by * w), d: by * d + random.pick([0, 1e-6, 1, 1e3]) };
  const rows = random.chance(0.5) ? [{ c: [...c], d }, beside] : [beside, { c: [...c], d }];
  return {
    c: Float64Array.from(rows.flatMap((row) => row.c)),
    d: Float64Array.from(rows, (row) => row.d),
  };
}

export const finite = ({ lower, upper }: Box): boolean =>
  [...lower, ...upper].every((end) => Number.isFinite(end) && Math.abs(end) < 1e30);

/** What the checker confirms of a certificate of what was found. */
export async function confirmed(plain: Given['plain'], property: Property, found: Found): Promise<boolean> {
  const { outcome } = await propertyOutcome(plain, property, found, { budget: 2, leaves: 200 });
  const certificate = await createCertificate(plain, [outcome], { mode: 'rigorous' });
  const check = await checkCertificate(certificate, plain, [property]);
  return check.confirmed.verified === 1;
}
type Found = Awaited<ReturnType<typeof verifyProperty>>;

/** A worker in this thread, to which all is copied; it gets parts as soon as there are enough. */
function worker(): SearchWorkers {
  const answer = searchWorker();
  return {
    ...{ count: 1, after: 4 },
    ask: async (_, task, { signal }) => structuredClone(await answer(structuredClone(task), signal)),
  };
}

const by = (strategy: PropertyStrategy, share: number, workers?: () => SearchWorkers): Method => ({
  name: `property by ${strategy}${workers ? ' of two' : ''}`,
  share,
  claims: async ({ network, plain, boxes, rows, random, unhurried }) => {
    const claims: Claim[] = [];
    for (const [i, box] of boxes.slice(0, 2).entries()) {
      if (!finite(box)) continue;
      const ends = { lower: Float64Array.from(box.lower), upper: Float64Array.from(box.upper) };
      for (const row of rows[i]!.slice(0, 2)) {
        const property = { boxes: [ends], unsafe: [unsafeOf(row, random)] };
        const found = await verifyProperty(network, property, {
          ...{ strategy, maxNodes: 60, batch: random.pick([1, 4, 16]), seed: random.whole(0, 99) },
          clipping: random.chance(0.8),
          ...(unhurried ? {} : { budget: 1 }),
          ...(workers ? { workers: workers() } : {}),
        });
        const { status, witness } = found;
        claims.push({
          box,
          row,
          proved: status === 'verified',
          ...(witness ? { witness: witness.x, border: true } : {}),
        });
        if (status === 'verified' && random.chance(0.3)) {
          claims.push({ box, row, proved: await confirmed(plain, property, found) });
        }
      }
    }
    return claims;
  },
});

/** Properties, by each way to cut them, and their certificates. */
export const propertyMethods: readonly Method[] = [
  by('input-split', 0.4),
  by('branch-and-bound', 0.25),
  by('input-split', 0.2, worker),
  by('branch-and-bound', 0.2, worker),
];

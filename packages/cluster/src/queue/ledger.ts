import type { Settled } from '../work/work';
import type { Server } from './server';

/** What a server knows of a campaign: how far it is, and what it has cost. Bits by the number of the case: to note one twice counts once. */
export type CampaignProgress = {
  readonly name: string;
  /** Of a sweep, cases are runs. */
  readonly kind: 'campaign' | 'sweep';
  readonly cases: number;
  readonly verified: number;
  readonly falsified: number;
  readonly unknown: { readonly [reason: string]: number };
  /** Of a sweep. */
  readonly trained: number;
  /** Found in the store, of this campaign or another. */
  readonly known: number;
  readonly done: number;
  /** How many times a case was begun: more than were done where work was repeated, or is under way. */
  readonly begun: number;
  /** Between the first and the last result, by the server's clock. */
  readonly seconds: number;
  readonly cancelled: boolean;
};

const base = (id: string) => `ibp:campaign:${id}`;
const all = 'ibp:campaigns';

/** Notes that a campaign, or a sweep, is there. */
export async function announce(
  { client }: Server,
  id: string,
  about: Pick<CampaignProgress, 'name' | 'cases' | 'kind'>,
): Promise<void> {
  await client.multi().hset(base(id), about).hdel(base(id), 'cancelled').sadd(all, id).exec();
}

/** The hashes of the campaigns that a server knows. */
export const campaignsOn = ({ client }: Server): Promise<string[]> => client.smembers(all);

/** Notes that a process was set to some cases. */
export const noteBegun = async ({ client }: Server, id: string, cases: number): Promise<void> =>
  void (await client.hincrby(base(id), 'begun', cases));

/** Notes what became of some cases. */
export async function note({ client }: Server, id: string, settled: readonly Settled[]): Promise<void> {
  const final = settled.filter(({ status }) => status !== 'open');
  if (final.length === 0) return;
  const [seconds] = await client.time();
  const work = client.multi();
  for (const { number, status, reason = 'undecided', known } of final) {
    const kind = known ? 'known' : status === 'unknown' ? `unknown:${reason}` : status;
    if (status === 'unknown' && !known) work.sadd(`${base(id)}:reasons`, reason);
    work.setbit(`${base(id)}:done`, number, 1).setbit(`${base(id)}:${kind}`, number, 1);
  }
  await work.hsetnx(base(id), 'began', seconds!).hset(base(id), 'ended', seconds!).exec();
}

/** How often cases of a campaign were queued again, this time included. */
export const nextRound = ({ client }: Server, id: string): Promise<number> =>
  client.hincrby(base(id), 'rounds', 1);

/** Forgets what was noted of cases whose results were thrown away. */
export async function forget({ client }: Server, id: string, numbers: readonly number[]): Promise<void> {
  const reasons = await client.smembers(`${base(id)}:reasons`);
  const kinds = [
    'done',
    'known',
    'verified',
    'falsified',
    'trained',
    ...reasons.map((reason) => `unknown:${reason}`),
  ];
  const work = client.multi();
  for (const number of numbers) for (const kind of kinds) work.setbit(`${base(id)}:${kind}`, number, 0);
  await work.exec();
}

/** Has workers leave the cases of a campaign alone. */
export const markCancelled = async ({ client }: Server, id: string): Promise<void> =>
  void (await client.hset(base(id), 'cancelled', 1));

export const isCancelled = async ({ client }: Server, id: string): Promise<boolean> =>
  (await client.hexists(base(id), 'cancelled')) === 1;

/** How far a campaign is; undefined of one that the server does not know. */
export async function progressOf({ client }: Server, id: string): Promise<CampaignProgress | undefined> {
  const about = await client.hgetall(base(id));
  if (about.cases === undefined) return undefined;
  const reasons = await client.smembers(`${base(id)}:reasons`);
  const count = (kind: string) => client.bitcount(`${base(id)}:${kind}`);
  const unknown = await Promise.all(
    reasons.map(async (reason) => [reason, await count(`unknown:${reason}`)] as const),
  );
  const [verified, falsified, trained, known, done] = await Promise.all(
    ['verified', 'falsified', 'trained', 'known', 'done'].map(count),
  );
  return {
    name: about.name ?? '',
    kind: about.kind === 'sweep' ? 'sweep' : 'campaign',
    cases: Number(about.cases),
    ...{ verified: verified!, falsified: falsified!, trained: trained!, known: known!, done: done! },
    unknown: Object.fromEntries(unknown),
    begun: Number(about.begun ?? 0),
    seconds: Number(about.ended ?? 0) - Number(about.began ?? 0),
    cancelled: about.cancelled !== undefined,
  };
}

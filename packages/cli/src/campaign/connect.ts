import { readFileSync } from 'node:fs';
import { note } from '../notes';
import { userPath } from '../run-folder';
import { loadCluster } from './load-cluster';
import type { Place } from './settings';

/** The queue and the store of a campaign, while some work is done with them. */
export async function withPlace<T>(
  { redis: url, redisCa, store: where }: Place,
  work: (at: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T> {
  const at = await open({ url, redisCa, where });
  try {
    return await work(at);
  } finally {
    await at.queue.close();
    await at.server.close();
  }
}

async function open({ url, redisCa, where }: { url: string; redisCa: string | undefined; where: string }) {
  const cluster = await loadCluster();
  const password = process.env.IBP_REDIS_PASSWORD;
  const server = await cluster.connectServer({
    ...{ url, log: note },
    ...(password ? { password } : {}),
    ...(redisCa ? { ca: readFileSync(userPath(redisCa), 'utf8') } : {}),
  });
  const store = await cluster.openStore(where.startsWith('s3://') ? where : userPath(where));
  return { cluster, server, store, queue: cluster.openQueue(server) };
}

/**
 * The campaign that a text names: its hash, or how that begins; the only one that the server knows where there is no text.
 *
 * @throws where none or several are meant.
 */
export function campaignNamed(known: readonly string[], text: string | undefined): string {
  const meant = text === undefined ? known : known.filter((id) => id.startsWith(text));
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  const of = text === undefined ? 'a campaign' : `one campaign that begins with ${text}`;
  const got =
    meant.length === 0
      ? 'none on this server'
      : `${meant.length}: ${meant.map((id) => id.slice(0, 12)).join(', ')}`;
  throw new Error(`campaign: expected ${of}, got ${got}`);
}

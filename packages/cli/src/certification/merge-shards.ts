import { access } from 'node:fs/promises';
import type { Journal } from '@ibp/verify';
import { isIn, type Shard, shardsOf, shardText } from './shard';

type Case = Awaited<ReturnType<Journal['load']>>[number];

/** The journals of a certification: that of one shard, or of the whole, which may begin anew. */
export type Journals = (
  part: Shard | undefined,
  again: boolean,
) => { readonly path: string; readonly journal: Journal };

/**
 * Puts the journals of shards together as that of the whole.
 *
 * @throws naming what is amiss: a shard has no journal, is of another run or still at work, has an example that is not its own, or
 * examples have no verdict.
 */
export async function mergeShards(journals: Journals, of: number, count: number): Promise<void> {
  const cases = new Map<number, Case>();
  for (const part of shardsOf(of)) {
    for (const found of await casesOf(journals, part)) {
      const { index } = found;
      if (!isIn(part, index)) {
        const own = shardText({ index: (index % of) + 1, of });
        throw new Error(`shard ${shardText(part)}: expected its own examples, got ${index}, of ${own}`);
      }
      if (index < count) cases.set(index, found);
    }
  }
  assertWhole(cases, of, count);
  const { journal } = journals(undefined, true);
  try {
    await journal.load();
    for (const found of [...cases.values()].sort((a, b) => a.index - b.index)) await journal.append(found);
  } finally {
    await journal.close?.();
  }
}

async function casesOf(journals: Journals, part: Shard): Promise<readonly Case[]> {
  const { path, journal } = journals(part, false);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    throw new Error(
      `shard ${shardText(part)}: expected its journal ${path}, got none: run it, or copy it here`,
    );
  }
  try {
    return await journal.load();
  } finally {
    await journal.close?.();
  }
}

/** Every example has its verdict: each index is there once, as a key. */
function assertWhole(cases: ReadonlyMap<number, Case>, of: number, count: number): void {
  const missing = Array.from({ length: count }, (_, place) => place).filter(
    (place) => !cases.get(place)?.verdict,
  );
  if (missing.length === 0) return;
  const parts = shardsOf(of).filter((part) => missing.some((place) => isIn(part, place)));
  const first = missing.slice(0, 5).join(', ');
  throw new Error(
    `shards: expected a verdict for each of ${count} examples, got none for ${missing.length} (${first}${
      missing.length > 5 ? ', …' : ''
    }); go on with --shard ${parts.map(shardText).join(', --shard ')}`,
  );
}

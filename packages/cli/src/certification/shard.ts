import { InvalidArgumentError } from 'commander';

/** One part of a data set: the examples whose place, divided by `of`, leaves `index - 1`. */
export type Shard = { readonly index: number; readonly of: number };

/** More than there are machines: what lies above is a slip. */
const mostShards = 100_000;

/** `2/4`, the second of four. */
export function shard(text: string): Shard {
  const [, index = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text.trim()) ?? [];
  const read = { index: Number(index), of: Number(of) };
  if (read.index >= 1 && read.index <= read.of && read.of <= mostShards) return read;
  throw new InvalidArgumentError(`Expected i/n with i from 1 to n, and n at most ${mostShards}: 2/4.`);
}

/** `n`, of `--shards`. */
export function shardCount(text: string): number {
  const of = Number(text);
  if (Number.isInteger(of) && of >= 1 && of <= mostShards) return of;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${mostShards}.`);
}

export const shardText = ({ index, of }: Shard): string => `${index}/${of}`;

/** All shards of so many. */
export const shardsOf = (of: number): Shard[] => Array.from({ length: of }, (_, i) => ({ index: i + 1, of }));

export const isIn = ({ index, of }: Shard, place: number): boolean => place % of === index - 1;

/** The places of a shard among so many examples. */
export const placesIn = (part: Shard, count: number): number[] =>
  Array.from({ length: count }, (_, place) => place).filter((place) => isIn(part, place));

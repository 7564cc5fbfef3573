import type { Split } from '@ibp/exact';
import type { Cut } from './branching';
import type { Clip, Free, Part } from './parts';

/** What proves a leaf. */
export type Leaf = Omit<Free, 'slopes'> & {
  readonly splits: readonly Split[];
  /** Which float32 has: the tree keeps them to the end. */
  readonly slopes: Float32Array;
  readonly clips: readonly Clip[];
  readonly bound: number;
};

/** Where a part is in the tree of its conjunction: filled when it is refuted, or cut; by others, into any number of parts. */
export type Place = { leaf?: Leaf; halves?: readonly Place[] };

/** A part that is not refuted: where it may be cut, and its bound, or that of the part it was cut from if that is less. */
export type Open = {
  readonly conjunction: number;
  readonly part: Part;
  readonly free: Free;
  readonly bound: number;
  readonly cuts: readonly Cut[];
  readonly place: Place;
};

/** Open parts, those with the highest bounds last. */
export type Queue = {
  readonly size: () => number;
  readonly add: (open: Open) => void;
  /** Takes those with the highest bounds; where more than `most` wait, those with the lowest, which are closed soonest. */
  readonly take: (count: number) => Open[];
};

export function queueOf(most: number): Queue {
  const waiting: Open[] = [];
  return {
    size: () => waiting.length,
    add: (open) => {
      let [low, high] = [0, waiting.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (waiting[middle]!.bound > open.bound) high = middle;
        else low = middle + 1;
      }
      waiting.splice(low, 0, open);
    },
    take: (count) => waiting.splice(waiting.length > most ? 0 : Math.max(0, waiting.length - count), count),
  };
}

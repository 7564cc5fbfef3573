import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws numbers uniform in `[0, 1)`. */
export type RandomSource = () => number;

/** Finaliser of MurmurHash3: every bit of the key reaches every bit of the result. */
function scramble(key: number): number {
  let h = key | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** xoroshiro128+ starts alike on nearby seeds, and (seed, epoch) pairs are nearby: hash them first. */
const generator = (keys: readonly number[]) =>
  xoroshiro128plus(keys.reduce((hash, key) => scramble(Math.imul(hash, 31) + scramble(key + 0x9e3779b9)), 0));

/** A generator that depends on nothing but the integers given, in their order. */
export function seededRandom(...keys: readonly number[]): RandomSource {
  const state = generator(keys);
  return () => uniformFloat64(state);
}

/**
 * A permutation of `0 .. count - 1`: a pure function of its arguments.
 * Fisher-Yates with unbiased integers.
 */
export function shuffledIndices(count: number, seed: number, epoch: number): Int32Array {
  const state = generator([seed, epoch]);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = uniformInt(state, 0, i);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

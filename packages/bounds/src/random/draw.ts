import { fail, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Distribution, distributions } from './distributions';

/**
 * Draws a tensor at random, uniform in [0, 1) unless another distribution is named. The name says which draw it is:
 * the same one gives the same numbers, another one others. What draws at random takes a `Draw`, so that a compiled
 * function can be given its numbers anew at each run.
 */
export type Draw = (name: string, shape: Shape, distribution?: Distribution) => tf.Tensor;

/** Which numbers: a pure function of these. */
export type DrawKey = {
  readonly seed: number;
  readonly name: string;
  readonly shape: Shape;
  readonly distribution?: Distribution;
};

/** The numbers that {@link seededDraw} makes a tensor of, the same on every backend. */
export function drawNumbers({ seed, name, shape, distribution = 'uniform' }: DrawKey): Float32Array {
  if (!Object.hasOwn(distributions, distribution)) {
    fail('draw', `expected one of ${Object.keys(distributions).join(', ')}, got "${distribution}"`);
  }
  const generator = xoroshiro128plus(hash(seed, name));
  const next = () => generator.next() >>> 8;
  const one = distributions[distribution];
  const numbers = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < numbers.length; i++) numbers[i] = one(next);
  return numbers;
}

/**
 * Draws from a seed, a whole number; the caller frees the tensors.
 *
 * @example
 * ```ts
 * import { seededDraw } from '@ibp/bounds';
 *
 * const draw = seededDraw(7);
 * const [first, again] = [draw('noise', [2]), draw('noise', [2])];
 * console.log(first.dataSync()[0] === again.dataSync()[0]); // true
 * ```
 */
export const seededDraw =
  (seed: number): Draw =>
  (name, shape, distribution) =>
    tf.tensor(drawNumbers({ seed, name, shape, ...(distribution ? { distribution } : {}) }), [...shape]);

/** Nearby seeds and like names must not give like numbers: every bit goes everywhere (MurmurHash3's finaliser). */
function hash(seed: number, name: string): number {
  const parts = [seed, Math.floor(seed / 2 ** 32), ...Array.from(name, (c) => c.codePointAt(0)!)];
  return parts.reduce((mixed, part) => scramble(Math.imul(mixed, 31) + scramble(part + 0x9e3779b9)), 0);
}

function scramble(key: number): number {
  let h = key | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

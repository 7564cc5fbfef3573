import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, leastAt, plainForward, someRows } from '@ibp/exact';
import { apply, type LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { conjunctionValues } from './conjunction-values';
import { float32Within } from './region';
import type { PropertyWitness } from './result';
import type { UnsafeRows } from './rows';

/** What a point is checked with. */
export type Checked = {
  readonly network: LoweredNetwork;
  readonly plain: PlainNetwork;
  readonly rows: UnsafeRows;
};

/**
 * The point as a witness, if it is one: all rows of a conjunction above 0 in the network as it runs (float32), at the
 * float32 input nearest to the point in the box, and, whatever float64 has rounded, as real numbers, at the input of the
 * real box that this stands for (they differ where a feature's interval holds no float32).
 */
export function checkPropertyWitness(
  point: ArrayLike<number>,
  { lower, upper }: Enclosure,
  { network, plain, rows }: Checked,
): Omit<PropertyWitness, 'box'> | undefined {
  const x = Float32Array.from(lower, (l, i) => float32Within(point[i]!, l, upper[i]!));
  const real = Float64Array.from(x, (v, i) => Math.min(Math.max(v, lower[i]!), upper[i]!));
  const exact = conjunctionValues(rows, plainForward(plain, real));
  const best = exact.reduce((max, v, k) => (v > (exact[max] ?? Number.NaN) ? k : max), 0);
  if (!(exact[best]! > 0)) return undefined;
  const output = tf.tidy(() => apply(network, tf.tensor(x, [1, ...network.inputShape])).dataSync());
  if (!(conjunctionValues(rows, output)[best]! > 0)) return undefined;
  const { start, end } = rows.conjunctions[best]!;
  const own = Array.from({ length: end - start }, (_, i) => start + i);
  if (!leastAt(plain, someRows(rows.spec, own), real).every((value) => value > 0)) return undefined;
  return { x, conjunction: best, margin: exact[best]! };
}

import { type LinearSpec, pointBounds, specValues } from '@ibp/bounds';
import { apply, ibp } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from './problem';

/** An input of the box at which a specification fails: its real value there (the least of its rows') is above 0, `value` by a forward pass. */
export type FoundWitness = {
  readonly x: Float32Array;
  readonly spec: number;
  readonly value: number;
};

/** How far the first and the last step of an ascent go, of the box. */
const [firstStep, lastStep] = [0.15, 0.002];

/** For each point, the greatest of what stands beside the rows of its own group: added, they leave these the least. */
function besides({ groups, spec }: Problem, which: readonly number[]): tf.Tensor2D {
  const [rows] = spec.d.shape.slice(1) as [number];
  const values = new Float32Array(which.length * rows).fill(1e30);
  which.forEach((group, i) => {
    values.fill(0, i * rows + groups[group]!.start, i * rows + groups[group]!.end);
  });
  return tf.tensor2d(values, [which.length, rows]);
}

/** Points moved up the least row of their own group by signed gradient steps inside the box. */
function ascend(problem: Problem, start: tf.Tensor, specs: readonly number[], steps: number): tf.Tensor {
  const { network, input, spec } = problem;
  const many = repeated(spec, specs.length);
  const others = besides(problem, specs);
  const value = (x: tf.Tensor) =>
    tf.sum(tf.min(tf.add(specValues(many, apply(network, x)), others), 1)) as tf.Scalar;
  const reach = tf.sub(input.upper, input.lower);
  let x = start;
  for (let t = 0; t < steps; t++) {
    const step = tf.mul(reach, firstStep * (lastStep / firstStep) ** (t / Math.max(1, steps - 1)));
    x = tf.tidy(() => {
      const moved = tf.add(x, tf.mul(step, tf.sign(tf.grad(value)(x))));
      return tf.minimum(tf.maximum(moved, input.lower), input.upper);
    });
  }
  return x;
}

/** The same rows for each of `n` points. */
const repeated = ({ c, d }: LinearSpec, n: number): LinearSpec => ({
  c: tf.tile(c, [n, ...c.shape.slice(1).map(() => 1)]),
  d: tf.tile(d, [n, 1]) as tf.Tensor2D,
});

/** Lower bounds of the real values of specifications at points: a forward pass alone may be off by its rounding. */
function leastValues(
  network: Problem['network'],
  x: tf.Tensor,
  { c, d }: LinearSpec,
): Float32Array | Int32Array | Uint8Array {
  const greatest = ibp()(network, pointBounds(x), { c: tf.neg(c), d: tf.neg(d) });
  return tf.neg(greatest).dataSync();
}

export type AttackOptions = {
  readonly attackSteps: number;
  readonly improve?: ((x: tf.Tensor) => tf.Tensor) | undefined;
};

/**
 * Runs points through the network, as they are and after an ascent. The first counter-example, if there is one; every
 * point counts for all specifications.
 *
 * @param specs of each point: which group of rows its ascent is on.
 */
export function counterExample(
  problem: Problem,
  points: readonly Float32Array[],
  specs: readonly number[],
  { attackSteps, improve }: AttackOptions,
): FoundWitness | undefined {
  const { network, input, spec, groups } = problem;
  return tf.tidy(() => {
    const size = points[0]!.length;
    const joined = new Float32Array(points.length * size);
    points.forEach((point, i) => {
      joined.set(point, i * size);
    });
    const given = tf.tensor(joined, [points.length, ...network.inputShape]);
    const moved = [
      given,
      ...(attackSteps > 0 ? [ascend(problem, given, specs, attackSteps)] : []),
      ...(improve ? [improve(given)] : []),
    ];
    const x = tf.minimum(tf.maximum(tf.concat(moved), input.lower), input.upper);
    const n = x.shape[0]!;
    const many = repeated(spec, n);
    const values = specValues(many, apply(network, x)).dataSync();
    const count = groups.length;
    const rows = spec.d.shape[1]!;
    // a NaN is no number to be the least of
    const leastOf = (all: ArrayLike<number>, i: number) => {
      const { start, end } = groups[i % count]!;
      const from = Math.floor(i / count) * rows;
      let least = Number.POSITIVE_INFINITY;
      for (let r = start; r < end; r++) if (!(all[from + r]! >= least)) least = all[from + r]!;
      return least;
    };
    const high = (i: number) => leastOf(values, i) > 0 && Number.isFinite(leastOf(values, i));
    const candidates = Array.from({ length: n * count }, (_, i) => i).filter(high);
    if (candidates.length === 0) return undefined;
    const least = leastValues(network, x, many);
    const at = candidates.find((i) => leastOf(least, i) > 0);
    if (at === undefined) return undefined;
    const row = Math.floor(at / count);
    const data = x.dataSync();
    return {
      x: Float32Array.from(data.subarray(row * size, (row + 1) * size)),
      spec: at % count,
      value: leastOf(values, at),
    };
  });
}

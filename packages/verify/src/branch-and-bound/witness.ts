import { pointBounds } from '@ibp/bounds';
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

/** `[points, rows]`: the values of all rows at points, which are rows of one matrix however many points there are. */
function rowValues({ network, spec }: Problem, x: tf.Tensor): tf.Tensor2D {
  const [rows, units] = spec.c.shape.slice(1) as [number, number];
  const z = tf.reshape(apply(network, x), [-1, units]);
  return tf.add(tf.matMul(z, tf.reshape(spec.c, [rows, units]), false, true), spec.d) as tf.Tensor2D;
}

/** Points moved up the least row of their own group by signed gradient steps inside the box. */
function ascend(problem: Problem, start: tf.Tensor, specs: readonly number[], steps: number): tf.Tensor {
  const { input } = problem;
  const others = besides(problem, specs);
  const value = (x: tf.Tensor) => tf.sum(tf.min(tf.add(rowValues(problem, x), others), 1)) as tf.Scalar;
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

/** How many points are looked at closely, those first whose values are the greatest. */
const mostClaims = 16;

/** Whether the real values of a group's rows are all above 0 at a point: a forward pass alone may be off by its rounding. */
function holdsAt({ network, spec, groups }: Problem, x: tf.Tensor, group: number): boolean {
  return tf.tidy(() => {
    const { start, end } = groups[group]!;
    const rows = {
      c: tf.neg(tf.slice(spec.c, [0, start, 0], [-1, end - start, -1])),
      d: tf.neg(tf.slice(spec.d, [0, start], [-1, end - start])) as tf.Tensor2D,
    };
    // a NaN is no number below 0
    return ibp()(network, pointBounds(x), rows)
      .dataSync()
      .every((value) => value < 0);
  });
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
    const values = rowValues(problem, x).dataSync();
    const count = groups.length;
    const rows = spec.d.shape[1]!;
    // a NaN is no number to be the least of
    const leastOf = (point: number, group: number) => {
      const { start, end } = groups[group]!;
      let least = Number.POSITIVE_INFINITY;
      for (let r = start; r < end; r++) {
        const value = values[point * rows + r]!;
        if (!(value >= least)) least = value;
      }
      return least;
    };
    const claims = Array.from({ length: n * count }, (_, i) => {
      const [point, group] = [Math.floor(i / count), i % count];
      return { point, group, value: leastOf(point, group) };
    }).filter(({ value }) => value > 0 && Number.isFinite(value));
    claims.sort((a, b) => b.value - a.value);
    for (const { point, group, value } of claims.slice(0, mostClaims)) {
      const at = tf.slice(x, point, 1);
      if (holdsAt(problem, at, group)) return { x: Float32Array.from(at.dataSync()), spec: group, value };
    }
    return undefined;
  });
}

import { pointBounds } from '@ibp/bounds';
import { ibp } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { SearchPasses } from './passes';
import type { Problem } from './problem';

/** An input of the box at which a specification fails: its real value there (the least of its rows') is above 0, `value` by a forward pass. */
export type FoundWitness = {
  readonly x: Float32Array;
  readonly spec: number;
  readonly value: number;
};

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
export async function counterExample(
  problem: Problem,
  passes: SearchPasses,
  points: readonly Float32Array[],
  specs: readonly number[],
  { attackSteps, improve }: AttackOptions,
): Promise<FoundWitness | undefined> {
  const { network, groups, size } = problem;
  const given = joined(points);
  const moved = [
    given,
    ...(attackSteps > 0 ? [await passes.ascend(given, specs, attackSteps)] : []),
    ...(improve ? [improved(problem, given, improve)] : []),
  ];
  const x = withinBox(problem, joined(moved));
  const values = await passes.values(x);
  const [n, count] = [x.length / size, groups.length];
  const rows = values.length / n;
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
    const at = x.slice(point * size, (point + 1) * size);
    const holds = tf.tidy(() => holdsAt(problem, tf.tensor(at, [1, ...network.inputShape]), group));
    if (holds) return { x: at, spec: group, value };
  }
  return undefined;
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of arrays) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

const improved = ({ network, size }: Problem, x: Float32Array, improve: (x: tf.Tensor) => tf.Tensor) =>
  tf.tidy(() =>
    Float32Array.from(improve(tf.tensor(x, [x.length / size, ...network.inputShape])).dataSync()),
  );

/** A NaN stays one. */
const withinBox = ({ ends: { lower, upper }, size }: Problem, x: Float32Array): Float32Array =>
  x.map((value, i) => Math.min(Math.max(value, lower[i % size]!), upper[i % size]!));

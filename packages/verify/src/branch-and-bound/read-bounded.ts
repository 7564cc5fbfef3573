import type * as tf from '@tensorflow/tfjs-core';
import type { Batch, Part } from './batch';
import type { Domain } from './domain';
import { type Free, margins, type Observed, pointOf } from './margins';
import { longestGroup, type OpenRelu, type Problem } from './problem';

/**
 * What bounding gives for each part. `point` is the input at which the linear bound is attained, `mean` the mean of
 * those of the later steps: as the multipliers converge it comes near the greatest value on the part (Nedic and Ozdaglar
 * 2009), while `point` is a corner of the box.
 */
export type Bounded = Pick<Domain, 'bound' | 'slopes' | 'betas' | 'multipliers' | 'coefficients'> & {
  readonly point: Float32Array;
  readonly mean: Float32Array;
};

/** One pass with the values found, and everything as plain arrays. */
export function readBounded(
  problem: Problem,
  parts: readonly Part[],
  batch: Batch,
  free: Free,
  mean: tf.Tensor | undefined,
): Bounded[] {
  const { slopes, betas } = free;
  const observed: Observed = { coefficients: [], input: batch.c };
  const bounds = margins(problem, batch, free, observed).dataSync();
  const points = pointOf(batch, observed.input).dataSync();
  const means = mean?.dataSync() ?? points;
  const size = points.length / parts.length;
  const compact = (tensors: readonly (tf.Tensor | undefined)[]) => {
    const values = tensors.map((x) => x?.dataSync());
    return (i: number) =>
      problem.relus.map(({ units, lower: all }: OpenRelu, k) =>
        Float32Array.from(units, (unit) => values[k]?.[i * all.length + unit] ?? 0),
      );
  };
  const [slopesAt, coefficientsAt] = [compact(slopes), compact(observed.coefficients)];
  const rows = free.multipliers[0]?.dataSync();
  const most = longestGroup(problem);
  const multipliersAt = (spec: number, i: number) => {
    const { start, end } = problem.groups[spec]!;
    return rows ? Float32Array.from(rows.subarray(i * most, i * most + end - start)) : Float32Array.of(1);
  };
  let used = 0;
  const betaOf = new Map<number, { values: ArrayLike<number>; size: number }>();
  problem.relus.forEach(({ before, lower: all }, k) => {
    if (batch.signs[k]) betaOf.set(before, { values: betas[used++]!.dataSync(), size: all.length });
  });
  return parts.map(({ spec, splits }, i) => ({
    bound: bounds[i]!,
    slopes: slopesAt(i),
    multipliers: multipliersAt(spec, i),
    coefficients: coefficientsAt(i),
    betas: splits.map(({ node, unit }) => {
      const found = betaOf.get(node)!;
      return found.values[i * found.size + unit]!;
    }),
    point: Float32Array.from(points.subarray(i * size, (i + 1) * size)),
    mean: Float32Array.from(means.subarray(i * size, (i + 1) * size)),
  }));
}

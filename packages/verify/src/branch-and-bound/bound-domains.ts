import * as tf from '@tensorflow/tfjs-core';
import { type Batch, batchOf, betasOf, multipliersOf, type Part, slopesOf } from './batch';
import { type Free, margins, type Observed, pointOf } from './margins';
import { betterOf, type PartRates, partRates, partStart, partStep } from './part-step';
import type { Problem } from './problem';
import { type Bounded, readBounded } from './read-bounded';

export type OptimizeOptions = PartRates & { readonly steps: number };

const freeOf = (problem: Problem, parts: readonly Part[], batch: Batch): Free => ({
  slopes: slopesOf(problem, parts),
  betas: betasOf(problem, parts, batch.signs),
  multipliers: multipliersOf(problem, parts),
});

/** Upper bounds of parts with the slopes and multipliers they have. */
export function boundParts(problem: Problem, parts: readonly Part[]): Float32Array {
  return tf.tidy(() => {
    const batch = batchOf(problem, parts);
    return Float32Array.from(margins(problem, batch, freeOf(problem, parts, batch)).dataSync());
  });
}

/**
 * Upper bounds of parts, their slopes and multipliers improved together by projected Adam (Wang et al. 2021). The best
 * of each is what is returned; the steps end when every bound is below 0.
 */
export function optimizeParts(
  problem: Problem,
  parts: readonly Part[],
  { steps, ...rates }: OptimizeOptions,
): Bounded[] {
  const result: { bounded?: Bounded[] } = {};
  tf.tidy(() => {
    const batch = batchOf(problem, parts);
    const given = freeOf(problem, parts, batch);
    const start = [...given.slopes, ...given.betas, ...given.multipliers];
    const [count, rows] = [given.slopes.length, start.length - given.multipliers.length];
    const split = (values: readonly tf.Tensor[]): Free => ({
      slopes: values.slice(0, count),
      betas: values.slice(count, rows),
      multipliers: values.slice(rows),
    });
    let attained: tf.Tensor | undefined;
    const objective = (...values: tf.Tensor[]) => {
      const observed: Observed = { coefficients: [], input: batch.c };
      const value = margins(problem, batch, split(values), observed);
      attained = tf.keep(pointOf(batch, observed.input));
      return value;
    };
    /** The point that the objective keeps outlives the gradient's scope, but no error. */
    const improving = (values: tf.Tensor[], dy: tf.Tensor2D) => {
      try {
        return tf.valueAndGrads(objective)(values, dy);
      } catch (error) {
        attained?.dispose();
        throw error;
      }
    };
    const ones = tf.ones([parts.length, 1]) as tf.Tensor2D;
    const kind = (i: number) => (i < count ? 'slope' : i < rows ? 'beta' : 'share');
    let at = partStart(start, parts.length);
    let sum: tf.Tensor = tf.zerosLike(batch.input.lower);
    let summed = 0;
    for (let t = 1; t <= steps && start.length > 0; t++) {
      const next = tf.tidy(() =>
        partStep((values) => improving(values, ones), at, partRates(rates, t), kind),
      );
      tf.dispose([at.state, at.best, at.bound]);
      at = next;
      if (2 * t > steps) {
        const more = tf.add(sum, attained!);
        tf.dispose(sum);
        sum = more;
        summed += 1;
      }
      attained!.dispose();
      if (at.bound.dataSync().every((b) => b < 0)) break;
    }
    // the last values have not been looked at yet
    const last = tf.tidy(() => betterOf(at, margins(problem, batch, split(at.state.values))));
    result.bounded = readBounded(
      problem,
      parts,
      batch,
      split(last),
      summed > 0 ? tf.div(sum, summed) : undefined,
    );
  });
  return result.bounded!;
}

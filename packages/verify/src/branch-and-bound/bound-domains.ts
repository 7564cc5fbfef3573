import { adamStart, adamStep, firstCorrected, secondCorrection } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { type Batch, batchOf, betasOf, multipliersOf, type Part, slopesOf } from './batch';
import { type Free, margins, type Observed, pointOf } from './margins';
import type { Problem } from './problem';
import { type Bounded, readBounded } from './read-bounded';

export type OptimizeOptions = {
  readonly steps: number;
  readonly slopeRate: number;
  readonly betaRate: number;
  readonly decay: number;
};

const freeOf = (problem: Problem, parts: readonly Part[], batch: Batch): Free => ({
  slopes: slopesOf(problem, parts),
  betas: betasOf(problem, parts, batch.signs),
  multipliers: multipliersOf(problem, parts),
});

/** `[parts, 1]` beside a tensor of any rank. */
const ofEach = (x: tf.Tensor, { rank }: tf.Tensor): tf.Tensor =>
  tf.reshape(x, [-1, ...new Array<number>(rank - 1).fill(1)]);

/** At least 0, and 1 together but for rounding. */
function shares(x: tf.Tensor): tf.Tensor {
  const positive = tf.relu(x);
  return tf.div(positive, tf.add(tf.sum(positive, 1, true), 1e-12));
}

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
  { steps, slopeRate, betaRate, decay }: OptimizeOptions,
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
    let state = adamStart(start);
    let best = start.map((x) => x.clone());
    let bound: tf.Tensor2D = tf.fill([parts.length, 1], Number.POSITIVE_INFINITY);
    let sum: tf.Tensor = tf.zerosLike(batch.input.lower);
    let summed = 0;
    for (let t = 1; t <= steps && start.length > 0; t++) {
      const next = tf.tidy(() => {
        const { value, grads } = improving(state.values, ones);
        const better = tf.less(value, bound);
        const rate = decay ** (t - 1);
        return {
          best: best.map((old, i) => tf.where(ofEach(better, old), state.values[i]!, old)),
          bound: tf.where(better, value, bound) as tf.Tensor2D,
          state: adamStep(
            state,
            grads,
            {
              rate: (i) => firstCorrected(rate * (i < count ? slopeRate : betaRate), t),
              second: secondCorrection(t),
            },
            (x, i) => (i < count ? tf.clipByValue(x, 0, 1) : i < rows ? tf.relu(x) : shares(x)),
          ),
        };
      });
      tf.dispose([state, best, bound]);
      ({ state, best, bound } = next);
      if (2 * t > steps) {
        const more = tf.add(sum, attained!);
        tf.dispose(sum);
        sum = more;
        summed += 1;
      }
      attained!.dispose();
      if (bound.dataSync().every((b) => b < 0)) break;
    }
    // the last values have not been looked at yet
    const last = tf.tidy(() => {
      const value = margins(problem, batch, split(state.values));
      const better = tf.less(value, bound);
      return best.map((old, i) => tf.where(ofEach(better, old), state.values[i]!, old));
    });
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

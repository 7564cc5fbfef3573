import * as tf from '@tensorflow/tfjs-core';
import { ascend, rowValues } from './ascent';
import type { Part } from './batch';
import { boundParts, type OptimizeOptions, optimizeParts } from './bound-domains';
import type { Problem } from './problem';
import type { Bounded } from './read-bounded';

/** What a search computes, of a batch of parts or points at a time: by tfjs, or compiled. */
export type SearchPasses = {
  /** Upper bounds of parts with the slopes and multipliers they have. */
  readonly bound: (parts: readonly Part[]) => Promise<ArrayLike<number>>;
  /** Upper bounds of parts with slopes and multipliers improved: see `optimizeParts`. */
  readonly optimize: (parts: readonly Part[], options: OptimizeOptions) => Promise<readonly Bounded[]>;
  /** Points `[points, ...inputShape]` moved up the least row, each of its own group. */
  readonly ascend: (x: Float32Array, groups: readonly number[], steps: number) => Promise<Float32Array>;
  /** `[points, rows]`: the values of all rows at points. */
  readonly values: (x: Float32Array) => Promise<ArrayLike<number>>;
};

/** By tfjs, op by op. */
export function eagerPasses(problem: Problem): SearchPasses {
  const points = (x: Float32Array) => {
    const { inputShape } = problem.network;
    return tf.tensor(x, [x.length / problem.size, ...inputShape]);
  };
  const read = (compute: () => tf.Tensor) => tf.tidy(() => Float32Array.from(compute().dataSync()));
  return {
    bound: async (parts) => boundParts(problem, parts),
    optimize: async (parts, options) => optimizeParts(problem, parts, options),
    ascend: async (x, groups, steps) => read(() => ascend(problem, points(x), groups, steps)),
    values: async (x) => read(() => rowValues(problem, points(x))),
  };
}

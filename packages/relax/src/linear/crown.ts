import { finiteOutwardRules, intervalRules } from '@ibp/bounds';
import { type BoundMethod, trace, withCompiled, withTraining } from '@ibp/layers';
import { compiledCrown } from '../compiled/compiled-crown';
import { crownBounds } from './crown-bounds';
import { backwardMethod, type NodeBounds, trainingBackwardMethod } from './method';
import { adaptiveSlope, parallelSlope } from './relaxations/relu';

/** Options of `crown` and `fastLin`. */
export type CrownOptions = {
  /** The most rows (units or specifications, over the batch) of one backward pass: memory is in proportion. 256 unless given. */
  readonly chunk?: number;
};

/**
 * CROWN (Zhang et al. 2018): linear bounds pulled back from the specification to the input, with bounds of every
 * hidden unit found the same way and intersected with interval bounds. The line under a relu has slope 0 or 1,
 * whichever leaves the smaller area.
 *
 * Costs a backward pass for every unstable unit. Its gradient takes the bounds of hidden units for constants: train
 * with {@link crownIbp}.
 *
 * @throws (the method) where a shape does not fit.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, ibp, lower, network, relu, sequential } from '@ibp/layers';
 * import { crown } from '@ibp/relax';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(16), relu(), dense(3)), { seed: 8 });
 * const problem = [lower(net), linfBall(tf.tensor2d([[0.9, 0.1]]), 0.1), classificationSpec([2], 3)] as const;
 * const [byIntervals, byLines] = [ibp()(...problem).dataSync(), crown()(...problem).dataSync()];
 * console.log(byLines.every((margin, k) => margin < byIntervals[k]!)); // true
 * ```
 */
export function crown(options: CrownOptions = {}): BoundMethod {
  const bounds: NodeBounds = (network, input) => crownBounds(network, input, options);
  return withCompiled(
    backwardMethod(bounds, adaptiveSlope, options.chunk),
    compiledCrown(adaptiveSlope, options.chunk ?? 256),
  );
}

/**
 * CROWN-IBP (Zhang et al. 2020): interval bounds of the hidden units, one backward pass from the specification.
 * Differentiable in the network's parameters, the bounds of hidden units included; the points at which tangents
 * touch S-shaped functions and the unit that a max pool follows are taken for constants.
 *
 * @throws (the method) where a shape does not fit.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, lower, network, relu, sequential } from '@ibp/layers';
 * import { crownIbp } from '@ibp/relax';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const margins = crownIbp()(lower(net), linfBall(tf.tensor2d([[0.9, 0.1]]), 0.1), classificationSpec([2], 3));
 * console.log(margins.shape); // [ 1, 2 ]
 * ```
 */
export function crownIbp(options: CrownOptions = {}): BoundMethod {
  // the method looks at all of them: an infinity cannot hide behind a relu
  const outward: NodeBounds = (network, input) => trace(network, input, finiteOutwardRules);
  const plain: NodeBounds = (network, input) => trace(network, input, intervalRules);
  return withTraining(
    backwardMethod(outward, adaptiveSlope, options.chunk),
    trainingBackwardMethod(plain, adaptiveSlope, options.chunk),
  );
}

/**
 * Fast-Lin (Weng et al. 2018), the same bound as the dual network of Wong and Kolter 2018: both lines around a relu
 * have slope `u / (u - l)`, also for the bounds of hidden units. Other activations are relaxed as in {@link crown}.
 *
 * @throws (the method) where a shape does not fit.
 */
export function fastLin(options: CrownOptions = {}): BoundMethod {
  const bounds: NodeBounds = (network, input) =>
    crownBounds(network, input, { ...options, slope: parallelSlope });
  return withCompiled(
    backwardMethod(bounds, parallelSlope, options.chunk),
    compiledCrown(parallelSlope, options.chunk ?? 256),
  );
}

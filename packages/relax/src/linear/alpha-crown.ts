import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import {
  assertProblem,
  type BoundMethod,
  ibp,
  type LoweredNetwork,
  unlessUnsound,
  withCompiled,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { compiledAlphaCrown } from '../compiled/alpha-crown';
import { crownBounds } from './crown-bounds';
import { chunksOf, type NodeBounds } from './method';
import { type Optimised, optimiseSlopes, type SlopeSearch } from './optimise-slopes';
import { openUnits } from './relaxation';
import { boundsBefore, slopeNodes } from './slope-margins';

/** Options of `alphaCrown`. */
export type AlphaCrownOptions = SlopeSearch & {
  /** Bounds of the hidden units, which stay fixed: {@link crownBounds} unless given, `propagateAll` for IBP's. */
  readonly bounds?: NodeBounds;
  /** The most rows (specifications over the batch) that are optimised together. 256 unless given. */
  readonly chunk?: number;
};

/** The slopes of one activation. */
export type NodeSlopes = {
  readonly node: number;
  /** `[batch, specs, units]`: of the line under the relu that the function is made of. */
  readonly slopes: tf.Tensor3D;
  /** `[batch, units]`, 1 where the sign of the unit is open: elsewhere there is no slope to choose. */
  readonly open: tf.Tensor2D;
};

/** Bounds, and what gives them again in one backward pass. All tensors are the caller's. */
export type WithSlopes = {
  readonly margins: tf.Tensor2D;
  /** The bounds of `ibp()`, which may prove what no slopes do: where activations are saturated. */
  readonly intervals: tf.Tensor2D;
  readonly slopes: NodeSlopes[];
};

/**
 * alpha-CROWN (Xu et al. 2021): the slopes of the lines under relus, one for each unit and specification, are
 * optimised by projected Adam on the bound itself. Any slopes in [0, 1] give a sound bound, the best seen is
 * returned, and the first is that of the adaptive slopes: never above {@link crownIbp} where intervals bound the hidden
 * units, and never above `ibp()`.
 *
 * @throws (the method) where a shape does not fit.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, lower, network, relu, sequential } from '@ibp/layers';
 * import { alphaCrown } from '@ibp/relax';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = linfBall(tf.tensor2d([[0.9, 0.1]]), 0.1);
 * const margins = alphaCrown({ steps: 10 })(lower(net), box, classificationSpec([2], 3));
 * console.log(margins.dataSync().every((margin) => margin < 0)); // true
 * ```
 */
export function alphaCrown(options: AlphaCrownOptions = {}): BoundMethod {
  const method: BoundMethod = (network, input, spec) =>
    tf.tidy(() => {
      const { margins, intervals } = optimised(network, input, spec, options, false);
      return tf.minimum(margins, intervals) as tf.Tensor2D;
    });
  return withCompiled(method, compiledAlphaCrown(options));
}

/**
 * {@link alphaCrown} with the slopes it found: one backward pass with them (`backward`, with `slopes`) confirms a bound
 * in exact arithmetic.
 *
 * @throws (the method) as {@link alphaCrown}.
 */
export function alphaCrownWithSlopes(
  options: AlphaCrownOptions = {},
): (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec) => WithSlopes {
  return (network, input, spec) =>
    tf.tidy(() => {
      const { margins, slopes, bounds, intervals } = optimised(network, input, spec, options, true);
      return {
        margins,
        intervals,
        slopes: slopeNodes(network).map((node, k) => {
          const open = openUnits(boundsBefore({ network, bounds }, node)) as tf.Tensor2D;
          return { node, slopes: slopes[k] as tf.Tensor3D, open };
        }),
      };
    });
}

function optimised(
  network: LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  options: AlphaCrownOptions,
  keep: boolean,
): Optimised & { readonly bounds: IntervalBounds[]; readonly intervals: tf.Tensor2D } {
  const { chunk = 256, bounds: nodeBounds = (net, box) => crownBounds(net, box, { chunk }) } = options;
  assertProblem('alphaCrown', network, input, spec);
  const bounds = nodeBounds(network, input);
  const intervals = ibp()(network, input, spec);
  let start = 0;
  const parts = chunksOf(spec, chunk).map((part) => {
    const count = part.d.shape[1];
    const known = tf.slice(intervals, [0, start], [-1, count]).dataSync();
    start += count;
    return optimiseSlopes({ network, bounds, spec: part, known, keep }, options);
  });
  const joined = <T extends tf.Tensor>(tensors: readonly T[]): T =>
    tensors.length === 1 ? tensors[0]! : (tf.concat([...tensors], 1) as T);
  return {
    bounds,
    intervals,
    margins: unlessUnsound(bounds, joined(parts.map(({ margins }) => margins))),
    slopes: parts[0]!.slopes.map((_, k) => joined(parts.map(({ slopes }) => slopes[k]!))),
  };
}

import {
  assertInputs,
  type BallShape,
  classificationSpec,
  type Epsilon,
  type InputRange,
  linfBall,
  readBall,
} from '@ibp/bounds';
import { assertShape, fail, formatShape } from '@ibp/core';
import { assertLabel } from '@ibp/exact';
import { type BoundMethod, ibp, type LoweredNetwork, lower, type Network, outputShape } from '@ibp/layers';
import { alphaCrown, crown, crownIbp } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { type LayerLooseness, layerLooseness } from './layer-looseness';

/** Options of `explain`. */
export type ExplainOptions = {
  /** In the units of the input, so 8/255 and not 8; a number, or one for each feature, 0 where it is fixed. */
  readonly epsilon: Epsilon;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** The methods to compare; IBP, CROWN-IBP, CROWN and alpha-CROWN unless given. */
  readonly methods?: { readonly [name: string]: BoundMethod };
  /** Points of the ball that are tried to see how wide layers really are; 64 unless given. */
  readonly samples?: number;
  readonly seed?: number;
};

/** Why an example is not proved. */
export type Explanation = {
  readonly label: number;
  /** The class whose bound is nearest to the label's, by the last method. */
  readonly target: number;
  /** By method: upper bounds of `logit - logit of the label`, by class; below 0 is proved. NaN for the label itself. */
  readonly margins: { readonly [method: string]: readonly number[] };
  /** The same at the example itself: no bound can be below. */
  readonly clean: readonly number[];
  readonly layers: readonly LayerLooseness[];
};

/** What is compared unless other methods are given. */
export const methodsByName = { ibp: ibp(), crownIbp: crownIbp(), crown: crown(), alphaCrown: alphaCrown() };

/**
 * Why not? What each method makes of an example, and where bounds lose their tightness on the way through the network.
 *
 * @param x one example, `[1, ...inputShape]`.
 * @throws when `x` does not fit or is not in the range, epsilon or range does not fit it, the label is not a class, epsilon is negative, or a method has no rule for an op.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { explain } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const { margins } = await explain(net, tf.tensor2d([[0.9, 0.1]]), 2, { epsilon: 0.1, samples: 8 });
 * console.log(Object.keys(margins)); // [ 'ibp', 'crownIbp', 'crown', 'alphaCrown' ]
 * ```
 */
export async function explain(
  network: Network | LoweredNetwork,
  x: tf.Tensor,
  label: number,
  options: ExplainOptions,
): Promise<Explanation> {
  const { methods = methodsByName, samples = 64, seed = 0 } = options;
  assertShape('explain', x.shape, [1, ...network.inputShape]);
  const classes = classesOf(network);
  assertLabel('explain', label, classes);
  const ball = await readBall('explain', network.inputShape, options);
  assertInputs('explain', await x.data(), network.inputShape, ball.range);
  /** From the order of the specification, the classes after the label and around, to that of classes. */
  const byClass = (margins: ArrayLike<number>): number[] =>
    Array.from({ length: classes }, (_, k) =>
      k === label ? Number.NaN : margins[(k - label - 1 + classes) % classes]!,
    );
  const marginsOf = (method: BoundMethod, epsilon: BallShape['epsilon']) =>
    tf.tidy(() =>
      byClass(
        method(
          lower(network),
          linfBall(x, epsilon, ball.range),
          classificationSpec([label], classes),
        ).dataSync(),
      ),
    );
  const margins = Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, marginsOf(method, ball.epsilon)]),
  );
  const last = Object.values(margins).at(-1) ?? [];
  return {
    label,
    target: last.reduce((best, m, k) => (m > (last[best] ?? Number.NEGATIVE_INFINITY) ? k : best), -1),
    margins,
    clean: marginsOf(ibp(), 0),
    layers: tf.tidy(() => layerLooseness(network, linfBall(x, ball.epsilon, ball.range), { samples, seed })),
  };
}

function classesOf(network: Network | LoweredNetwork): number {
  const shape = outputShape(network);
  if (shape.length === 1) return shape[0]!;
  return fail('explain', `expected a network with output [classes], got ${formatShape(shape)}`);
}

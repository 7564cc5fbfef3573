import { gamma, type OpName, type Shape, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ParamsOf } from '../ops/definition';
import { linearOp } from '../ops/linear';
import { contract } from './contract';
import type { LinearSpec } from './linear-spec';

/**
 * What may be lost in pulling a specification back through one op in float32: at most `allowance (|c| . reach) +
 * absolute`, `c` being the coefficients on the op's output (Neumaier and Shcherbina 2004, _Safe bounds in linear and
 * mixed-integer linear programming_: what rounding makes of a coefficient counts times the greatest `|x|` of its unit).
 */
export type PullBackRounding = {
  readonly allowance: number;
  /** `[batch or 1, ...units]` of the op's output: the magnitudes that it sums. */
  readonly reach: tf.Tensor;
  /** `[batch or 1, 1]`: coefficients that underflowed. */
  readonly absolute: tf.Tensor;
};

/**
 * What is lost in pulling back through an op that sums these inputs.
 *
 * @param reach `[batch or 1, ...units]`, see {@link PullBackRounding}.
 * @param inputs at least `|x|` of everything that the op takes.
 * @param terms the longest sum in pulling back.
 */
export function pullBackRounding(
  reach: tf.Tensor,
  inputs: readonly tf.Tensor[],
  terms: number,
): PullBackRounding {
  return tf.tidy(() => {
    const sums = inputs.map((m) => tf.sum(tf.reshape(m, [m.shape[0]!, -1]), 1, true));
    // a hundredth for the rounding of the error itself
    return { allowance: 1.01 * gamma(terms), reach, absolute: tf.mul(tf.addN(sums), tiny(terms)) };
  });
}

/** The same for a linear op of one input; nothing where pulling back through it loses nothing. */
export function linearRounding<K extends OpName>(
  op: K,
  params: ParamsOf<K>,
  input: tf.Tensor,
  outputShape: Shape,
  additions: number,
): PullBackRounding | undefined {
  const reach = linearOp(op)?.reach;
  const terms = reach?.terms(params, outputShape, input.shape.slice(1)) ?? 0;
  if (!reach || terms === 0) return undefined;
  return tf.tidy(() => pullBackRounding(reach.of(input, params), [input], terms + additions));
}

/** The constant of a specification on an op's output with what pulling it back may lose added to it. */
export function chargedConstant({ c, d }: LinearSpec, rounding: PullBackRounding): tf.Tensor2D {
  const { allowance, reach, absolute } = rounding;
  return tf.tidy(() => tf.add(d, tf.add(tf.mul(contract(tf.abs(c), reach), allowance), absolute)));
}

import { type AdamState, adamOffset, adamRate, adamStart, adamStep } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** Where the optimiser is with the parts of a batch, and the best values seen with their bounds `[parts, 1]`. */
export type PartState = {
  readonly state: AdamState;
  readonly best: tf.Tensor[];
  readonly bound: tf.Tensor2D;
};

/** What is optimised: slopes stay in [0, 1], multipliers of splits at 0 or above, and those of rows add up to 1. */
export type PartValue = 'slope' | 'beta' | 'share';

/** Adam's rates for slopes and for multipliers, and their decay with each step. */
export type PartRates = {
  readonly slopeRate: number;
  readonly betaRate: number;
  readonly decay: number;
};

/** The rates of one step: numbers, or scalars where it is compiled. */
export type StepRates<T> = { readonly slope: T; readonly beta: T; readonly off: T };

/** Of step `t`, from 1. */
export const partRates = ({ slopeRate, betaRate, decay }: PartRates, t: number): StepRates<number> => {
  const rate = decay ** (t - 1);
  return {
    slope: adamRate(rate * slopeRate, t),
    beta: adamRate(rate * betaRate, t),
    off: adamOffset(t),
  };
};

/** Before the first step nothing has been seen. */
export const partStart = (values: tf.Tensor[], parts: number): PartState => ({
  state: adamStart(values),
  best: values.map((x) => x.clone()),
  bound: tf.fill([parts, 1], Number.POSITIVE_INFINITY),
});

/** `[parts, 1]` beside a tensor of any rank. */
const ofEach = (x: tf.Tensor, { rank }: tf.Tensor): tf.Tensor =>
  tf.reshape(x, [-1, ...new Array<number>(rank - 1).fill(1)]);

/** At least 0, and 1 together but for rounding. */
function shares(x: tf.Tensor): tf.Tensor {
  const positive = tf.relu(x);
  return tf.div(positive, tf.add(tf.sum(positive, 1, true), 1e-12));
}

const projections: { readonly [K in PartValue]: (x: tf.Tensor) => tf.Tensor } = {
  slope: (x) => tf.clipByValue(x, 0, 1),
  beta: (x) => tf.relu(x),
  share: shares,
};

/** The best of what was seen and of the values as they are, whose bounds are given. */
export function betterOf({ state, best, bound }: PartState, value: tf.Tensor): tf.Tensor[] {
  const better = tf.less(value, bound);
  return best.map((old, i) => tf.where(ofEach(better, old), state.values[i]!, old));
}

/**
 * One step of projected Adam; the best has seen what the values were before it. Call it inside `tf.tidy`.
 *
 * @param improving the bounds of values, and their gradients.
 */
export function partStep(
  improving: (values: tf.Tensor[]) => { readonly value: tf.Tensor; readonly grads: readonly tf.Tensor[] },
  at: PartState,
  { slope, beta, off }: StepRates<number | tf.Tensor>,
  kind: (i: number) => PartValue,
): PartState {
  const { value, grads } = improving(at.state.values);
  return {
    best: betterOf(at, value),
    bound: tf.where(tf.less(value, at.bound), value, at.bound) as tf.Tensor2D,
    state: adamStep(
      at.state,
      grads,
      { rate: (i) => (kind(i) === 'slope' ? slope : beta), offset: off },
      (x, i) => projections[kind(i)](x),
    ),
  };
}

import { assertFloat32 } from '@ibp/backend';
import {
  assertEpsilon,
  assertShape,
  classificationSpec,
  fail,
  type InputRange,
  linfBall,
  specValues,
} from '@ibp/bounds';
import { apply, type BoundMethod, ibp, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assertExamples, classesOf } from './examples';
import type { Examples } from './losses/loss';
import { nextTask } from './next-task';

export type EvaluateOptions = {
  /** In the units of the input, so 8/255 and not 8. */
  readonly epsilon: number;
  /** How the specifications are bounded; IBP with elision unless given. */
  readonly bound?: BoundMethod;
  /** The valid inputs; [0, 1] unless given. */
  readonly range?: InputRange;
  /** Called after each batch with the figures so far. */
  readonly onProgress?: (soFar: Evaluation) => void;
};

/** Errors on a test set. Shares are of 1. */
export type Evaluation = {
  readonly epsilon: number;
  readonly examples: number;
  /** Examples misclassified as they are. */
  readonly errors: number;
  /** Examples not proved robust: misclassified, bound not below 0, or not a number. */
  readonly verifiedErrors: number;
  readonly error: number;
  readonly verifiedError: number;
};

/**
 * Test error and verified error: the share of examples for which it is not proved that no input within epsilon is
 * classified otherwise (an upper bound of the error under any attack). A tie is an error; so is a NaN.
 *
 * @param batches `x` `[batch, ...inputShape]` and labels; each `x` is freed.
 * @throws when the backend computes in less than float32, the network's output is not `[classes]`, a weight or an input
 * is not finite, an input is out of range, a label of an array is not a class, there are more or fewer labels than
 * examples, or epsilon is negative.
 */
export async function evaluate(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { epsilon, bound = ibp(), range = [0, 1], onProgress } = options;
  assertEpsilon('evaluate', epsilon, range);
  const classes = classesOf('evaluate', network);
  await assertFloat32('evaluate');
  await assertFiniteWeights(network);
  let [examples, errors, verifiedErrors] = [0, 0, 0];
  const soFar = (): Evaluation => ({
    epsilon,
    examples,
    errors,
    verifiedErrors,
    error: errors / examples,
    verifiedError: verifiedErrors / examples,
  });
  for await (const { x, labels } of batches) {
    try {
      assertExamples('evaluate', network, { x, labels });
      await assertInputs(x, range, examples);
      const worst = worstMargins(network, { x, labels }, { classes, epsilon, bound, range });
      const [clean, bounded] = await Promise.all([worst.clean.data(), worst.bounded.data()]);
      tf.dispose(worst);
      for (let i = 0; i < clean.length; i++) {
        // written so that NaN counts as an error
        const correct = clean[i]! < 0;
        errors += correct ? 0 : 1;
        verifiedErrors += correct && bounded[i]! < 0 ? 0 : 1;
      }
      examples += clean.length;
    } finally {
      x.dispose();
    }
    await nextTask();
    onProgress?.(soFar());
  }
  if (examples === 0) fail('evaluate', 'expected at least one example, got none');
  return soFar();
}

/** The greatest margin of each example, at the example itself and over its ball: both `[batch]`. */
function worstMargins(
  network: Network,
  { x, labels }: Examples,
  at: { classes: number; epsilon: number; bound: BoundMethod; range: InputRange },
): { clean: tf.Tensor; bounded: tf.Tensor } {
  return tf.tidy(() => {
    const spec = classificationSpec(labels, at.classes);
    const margins = at.bound(lower(network), linfBall(x, at.epsilon, at.range), spec);
    // a method that leaves out specifications would prove what it does not look at
    assertShape('evaluate: bound', margins.shape, spec.d.shape);
    return { clean: greatest(specValues(spec, apply(network, x))), bounded: greatest(margins) };
  });
}

/** The greatest of each row, or NaN where the row holds one: a maximum alone may skip it. */
function greatest(margins: tf.Tensor2D): tf.Tensor {
  return tf.add(tf.max(margins, 1), tf.mul(tf.sum(margins, 1), 0));
}

async function assertFiniteWeights(network: Network): Promise<void> {
  for (const [name, variable] of Object.entries(network.variables)) {
    const at = (await variable.data()).findIndex((value) => !Number.isFinite(value));
    if (at >= 0) fail('evaluate', `expected finite weights, got ${(await variable.data())[at]} in "${name}"`);
  }
}

async function assertInputs(x: tf.Tensor, range: InputRange, first: number): Promise<void> {
  const values = await x.data();
  // as x is stored: 0.3 in float32 is a little more than 0.3
  const [least, greatest] = range.map(Math.fround) as [number, number];
  const at = values.findIndex((value) => !(value >= least && value <= greatest));
  if (at >= 0) {
    const example = first + Math.floor(at / (x.size / x.shape[0]!));
    fail('evaluate', `expected inputs in [${range.join(', ')}], got ${values[at]} in example ${example}`);
  }
}

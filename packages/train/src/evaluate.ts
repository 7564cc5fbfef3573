import { assertEngineFloat32, assertFloat32 } from '@ibp/backend';
import {
  assertInputs,
  type Epsilon,
  type InputRange,
  indexOfNonFinite,
  isPerFeature,
  readBall,
} from '@ibp/bounds';
import { fail } from '@ibp/core';
import {
  assertFunctions,
  assertWeightsStayed,
  type BoundMethod,
  type Engine,
  ibp,
  type Network,
  nextTask,
  watchSettledWeights,
} from '@ibp/layers';
import { assertExamples, classesOf } from './examples';
import type { Examples } from './losses/loss';
import { compiledMargins, eagerMargins } from './worst-margins';

/** Options of `evaluate`. */
export type EvaluateOptions = {
  /** In the units of the input, so 8/255 and not 8; a number, or one for each feature, 0 where it is fixed. */
  readonly epsilon: Epsilon;
  /** How the specifications are bounded; IBP with elision unless given. */
  readonly bound?: BoundMethod;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** Compiles the computation and runs it: `await onnxEngine()` of `@ibp/onnx`. Op by op in tfjs unless given. */
  readonly engine?: Engine;
  /** Called after each batch with the figures so far. */
  readonly onProgress?: (soFar: Evaluation) => void;
};

/** Errors on a test set. Shares are of 1. */
export type Evaluation = {
  /** One radius, or one for each feature. */
  readonly epsilon: number | readonly number[];
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
 * @throws when the backend or engine computes in less than float32, the network's output is not `[classes]`, a weight or an input
 * is not finite or assigned meanwhile, an input is out of range, epsilon or the range has not as many numbers as an input, a label of an array is not a class, there are more or fewer labels than
 * examples, or epsilon is negative.
 *
 * @example
 * ```ts
 * import { constantInitializer, dense, network } from '@ibp/layers';
 * import { evaluate } from '@ibp/train';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense(2, { kernelInitializer: constantInitializer(0) })); // says the same of both classes: a tie
 * const batch = { x: tf.tensor2d([[0.9, 0.1]]), labels: [0] };
 * const { error, verifiedError } = await evaluate(net, [batch], { epsilon: 0.1 });
 * console.log(error, verifiedError); // 1 1
 * ```
 */
export async function evaluate(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { bound = ibp(), engine, onProgress } = options;
  const ball = await readBall('evaluate', network.inputShape, options);
  classesOf('evaluate', network);
  await (engine ? assertEngineFloat32('evaluate', engine) : assertFloat32('evaluate'));
  await assertFunctions('evaluate', network, engine);
  const stayed = await watchSettledWeights(network, async () => {
    await engine?.readVariables(); // of a training run that uses the same engine, perhaps
    await assertFiniteWeights(network);
  });
  const at = { ...ball, bound };
  const margins = engine ? compiledMargins(engine, network, at) : eagerMargins(network, at);
  let [examples, errors, verifiedErrors] = [0, 0, 0];
  const soFar = (): Evaluation => ({
    epsilon: isPerFeature(ball.epsilon) ? Array.from(ball.epsilon) : ball.epsilon,
    examples,
    errors,
    verifiedErrors,
    error: errors / examples,
    verifiedError: verifiedErrors / examples,
  });
  try {
    for await (const { x, labels } of batches) {
      try {
        assertExamples('evaluate', network, { x, labels });
        assertInputs('evaluate', await x.data(), network.inputShape, ball.range, examples);
        const { clean, bounded } = await margins.of({ x, labels });
        assertWeightsStayed('evaluate', stayed);
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
  } finally {
    await margins.dispose();
  }
  if (examples === 0) fail('evaluate', 'expected at least one example, got none');
  return soFar();
}

async function assertFiniteWeights(network: Network): Promise<void> {
  for (const [name, variable] of Object.entries(network.variables)) {
    const values = await variable.data();
    const at = indexOfNonFinite(values);
    if (at >= 0) fail('evaluate', `expected finite weights, got ${values[at]} in "${name}"`);
  }
}

import { batches, type Dataset, fromArrays, trainingBatch } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/node';
import { disposeNetwork } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { evaluate, train } from '@ibp/train';
import { sdp } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { buildLoss } from './build-loss';
import { buildNetwork } from './build-network';
import { findRecipe } from './published/find-recipe';
import { schedulesOf } from './schedules';

const EPSILON = 0.05;

/** Real digits, each pixel the mean of 16. */
function shrunk(dataset: Dataset): Dataset {
  const { x, labels } = [...batches(dataset, dataset.count)][0]!;
  const small = tf.tidy(() => tf.round(tf.mul(tf.avgPool(x as tf.Tensor4D, 4, 4, 'valid'), 255)));
  const images = Uint8Array.from(small.dataSync());
  tf.dispose([x, small]);
  return fromArrays({ images, labels: Uint8Array.from(labels), shape: [7, 7, 1], classes: 10 });
}

it('the regulariser of the semidefinite program lowers the error that the program verifies', async () => {
  const digits = await embeddedDigits({ heldOut: 100 });
  const [seen, held] = [shrunk(digits.train), shrunk(digits.test)];
  const errors: { error: number; verifiedError: number }[] = [];
  for (const weight of [0, 1e-4]) {
    const { recipe: whole } = findRecipe('mnist', 'sdp');
    const recipe = {
      ...whole,
      hiddenUnits: 16,
      steps: 250,
      learningRate: 0.01,
      decays: [],
      regularizers: { sdp: weight },
    };
    const net = buildNetwork(recipe, { shape: [7, 7, 1], classes: 10 });
    const updates = train(net, {
      ...schedulesOf(recipe),
      steps: recipe.steps,
      batch: (step) => trainingBatch(seen, step, { batchSize: 50, seed: 1 }),
      loss: buildLoss(recipe),
      engine: await onnxEngine(),
    });
    for await (const { loss } of updates) expect(Number.isFinite(loss)).toBe(true);
    const bound = sdp({ radius: EPSILON, sweeps: 30 });
    errors.push(await evaluate(net, batches(held, 100), { epsilon: EPSILON, bound }));
    disposeNetwork(net);
  }
  const [without, withTerm] = errors;
  expect(withTerm!.verifiedError).toBeLessThan(without!.verifiedError - 0.2);
  expect(withTerm!.error).toBeLessThan(0.3);
});

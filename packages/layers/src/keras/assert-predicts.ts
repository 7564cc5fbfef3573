import { concreteRules, seededDraw } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { trace } from '../interpreter';
import { lower } from '../lowering/lower';
import type { Network } from '../network';
import type { Converted } from './converter';
import type { KerasModel } from './model';

/**
 * How far two float32 results of one function may lie apart, over the greatest magnitude: products summed in another
 * order differ by some 2^-24 times the root of their number, 1e-5 for 10,000, and a hundred times that where large terms
 * cancel. A wrong axis or window is off by the order of the values themselves. Errors grow from layer to layer, so
 * that each layer is held to the inputs it was given here, and the model as a whole to ten times as much.
 */
const ofLayer = 1e-3;
const ofModel = 1e-2;

/** Below this all is 0: the least difference of float32 activations around 1. */
const nothing = 1e-6;

/**
 * Compares a network with the model it was made of, on two inputs of N(0, 1).
 *
 * @throws with the name of the first layer that makes something else of its inputs.
 */
export function assertPredicts(network: Network, model: KerasModel, calls: readonly Converted[]): void {
  tf.tidy(() => {
    const x = seededDraw(1)('fromLayersModel', [2, ...network.inputShape], 'gaussian');
    const values = trace(lower(network), x, concreteRules);
    for (const { layer, inputs, output } of calls) {
      const given = inputs.map((node) => values[node]!);
      const where = `layer "${layer.name}" (${layer.getClassName()})`;
      assertClose(where, values[output]!, ofLayer, () =>
        layer.apply(given.length === 1 ? given[0]! : given, { training: false }),
      );
    }
    assertClose(`model "${model.name}"`, values.at(-1)!, ofModel, () => model.predict(x));
  });
}

function assertClose(what: string, ours: tf.Tensor, tolerance: number, compute: () => unknown): void {
  tf.tidy(() => {
    let theirs: tf.Tensor;
    try {
      theirs = compute() as tf.Tensor;
    } catch (error) {
      return fail('fromLayersModel', `${what}: expected one that predicts, got ${(error as Error).message}`);
    }
    const shapes = [ours.shape, theirs.shape].map((shape) => `[${shape.slice(1)}]`);
    if (shapes[0] !== shapes[1]) {
      fail(
        'fromLayersModel',
        `${what}: expected the outputs of tf.LayersModel, ${shapes[1]}, got ${shapes[0]}`,
      );
    }
    const [a, b] = [ours.dataSync(), theirs.dataSync()];
    let greatest = 0;
    for (const value of b) if (Number.isFinite(value)) greatest = Math.max(greatest, Math.abs(value));
    const most = tolerance * greatest + nothing;
    // NaN and infinity, as weights that have not been set give, are themselves on either side
    const differ = (x: number, y: number) => !Object.is(x, y) && !(Math.abs(x - y) <= most);
    const apart = Array.from(b).findIndex((value, i) => differ(value, a[i]!));
    if (apart >= 0) {
      fail(
        'fromLayersModel',
        `${what}: expected what tf.LayersModel computes, ${b[apart]} at ${apart}, got ${a[apart]}`,
      );
    }
  });
}

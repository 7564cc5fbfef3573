import { assertShape, fail, formatShape } from '@ibp/core';
import { type Network, outputShape } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Examples } from './losses/loss';

/** @throws unless `x` is `[batch, ...inputShape]`, of one example at least, with a label for each. */
export function assertExamples(where: string, network: Network, { x, labels }: Examples): void {
  assertShape(where, x.shape, [null, ...network.inputShape]);
  const count = x.shape[0]!;
  if (count === 0) fail(where, 'expected a batch of at least one example, got none');
  const labelled = labels instanceof tf.Tensor ? labels.shape[0] : labels?.length;
  if (labelled !== count) fail(where, `expected ${count} labels, got ${labelled}`);
}

/**
 * How many classes a network tells apart.
 *
 * @throws when its output is not a row of at least two logits.
 */
export function classesOf(where: string, network: Network): number {
  const shape = outputShape(network);
  const [classes = 0] = shape;
  if (shape.length !== 1 || classes < 2) {
    fail(where, `expected a network with output [classes], classes >= 2, got ${formatShape(shape)}`);
  }
  return classes;
}

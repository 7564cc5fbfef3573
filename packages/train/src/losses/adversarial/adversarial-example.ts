import { type IntervalBounds, specValues } from '@ibp/bounds';
import { apply } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { RobustContext } from '../robust-loss';
import { crossEntropy } from '../spec-loss';
import { type Ascent, ascend, between } from './ascend';

/**
 * For each example a point of its box with a high loss: where ascent of the cross-entropy from a random point of it
 * ends. The network attacked is the one with the statistics of the clean batch.
 */
export function adversarialExample(
  { lowered, spec, at }: RobustContext,
  box: IntervalBounds,
  attack: Ascent,
): tf.Tensor {
  const start = between(box, at.random('start of the attack', box.lower.shape));
  const loss = crossEntropy();
  return ascend((x) => loss(specValues(spec, apply(lowered, x)), at), box, start, attack);
}

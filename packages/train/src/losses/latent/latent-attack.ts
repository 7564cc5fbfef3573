import { type IntervalBounds, type LinearSpec, specValues } from '@ibp/bounds';
import { apply, type LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type Ascent, ascend, between } from '../adversarial/ascend';
import type { TrainingPoint } from '../loss';
import { linkGradient } from './gradient-link';

/**
 * The greatest margins that an attack finds in a latent box, each specification with a point of its own (the
 * multi-estimator of the paper). Their gradient goes on to the box.
 *
 * @param tail the network from the box on.
 * @returns `[batch, specs]`, below or at the true maxima.
 */
export function latentMargins(
  tail: LoweredNetwork,
  box: IntervalBounds,
  spec: LinearSpec,
  at: TrainingPoint,
  { attack, reach }: { readonly attack: Ascent; readonly reach: number },
): tf.Tensor2D {
  const [batch, specs, ...units] = spec.c.shape as [number, number, ...number[]];
  const shape = [specs * batch, ...box.lower.shape.slice(1)];
  // the box once for each specification, one after the other; broadcast, as the gradient of a tile is slow
  const repeat = (x: tf.Tensor) => tf.reshape(tf.add(tf.zeros([specs, 1]), tf.reshape(x, [1, -1])), shape);
  const boxes = { lower: repeat(box.lower), upper: repeat(box.upper) };
  const own: LinearSpec = {
    c: tf.reshape(tf.transpose(tf.reshape(spec.c, [batch, specs, -1]), [1, 0, 2]), [-1, 1, ...units]),
    d: tf.reshape(tf.transpose(spec.d), [-1, 1]),
  };
  const margins = (z: tf.Tensor) => specValues(own, apply(tail, z));
  const start = between(boxes, at.random('start of the latent attack', shape));
  const found = ascend((z) => tf.sum(margins(z)) as tf.Scalar, boxes, start, attack);
  const reached = margins(linkGradient(boxes, found, reach));
  return tf.transpose(tf.reshape(reached, [specs, batch])) as tf.Tensor2D;
}

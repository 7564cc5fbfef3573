import type { IntervalBounds } from '@ibp/bounds';
import { sizeOf } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Known } from '../walk';
import { greatestInFields } from './bound-in-fields';
import { positionsOf } from './positions';
import type { ReceptiveFields } from './receptive-fields';

/**
 * Bounds of every unit of a node, by a backward pass that stays in receptive fields: the channels of a place share one.
 * Call it inside `tf.tidy`.
 */
export function boundsInFields(
  network: LoweredNetwork,
  fields: ReceptiveFields,
  known: Known,
): IntervalBounds {
  const { shape } = network.nodes[fields.end]!;
  const count = shape.at(-1)!;
  const batch = known.bounds[0]!.lower.shape[0]!;
  const places = (batch * sizeOf(shape)) / count;
  const first = Array.from({ length: places }, (_, place) => place * count);
  const { examples, at } = positionsOf(fields, network, first);
  const ones = tf.reshape(tf.concat([tf.eye(count), tf.neg(tf.eye(count))]), [1, 2 * count, 1, 1, count]);
  const positions = {
    examples: tf.tensor1d(examples, 'int32'),
    at: Object.fromEntries(Object.entries(at).map(([node, pixels]) => [node, tf.tensor1d(pixels, 'int32')])),
  };
  const rows = tf.tile(ones, [places, 1, 1, 1, 1]);
  const [upper, negative] = tf.split(greatestInFields(network, fields, known, positions, rows), 2, 1);
  return {
    lower: tf.reshape(tf.neg(negative!), [batch, ...shape]),
    upper: tf.reshape(upper!, [batch, ...shape]),
  };
}

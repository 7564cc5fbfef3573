import { assertShape, fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../random/draw';
import { type Labels, labelTensor } from './labels';

/** The classes `label + offset`, counted around: int32 `[batch, specs]`, offsets from 1 to `classes - 1`. */
function around(label: tf.Tensor1D, offsets: tf.Tensor2D, classes: number): tf.Tensor2D {
  return tf.mod(tf.add(tf.expandDims(label, 1), offsets), tf.scalar(classes, 'int32')) as tf.Tensor2D;
}

/** Every class but the label: int32 `[batch, classes - 1]`, from the one after the label, counted around. */
export function otherClasses(labels: Labels, classes: number): tf.Tensor2D {
  return tf.tidy(() => {
    const label = labelTensor('otherClasses', labels, classes);
    return around(label, tf.expandDims(tf.range(1, classes, 1, 'int32'), 0) as tf.Tensor2D, classes);
  });
}

/**
 * `count` different classes for each example, none of them the label, drawn without favour.
 *
 * @returns int32 `[batch, count]`
 * @throws when `count` is not from 1 to `classes - 1`.
 */
export function randomTargets(labels: Labels, classes: number, count: number, random: Draw): tf.Tensor2D {
  if (!(Number.isInteger(count) && count >= 1 && count < classes)) {
    fail('randomTargets', `expected a count from 1 to ${classes - 1}, got ${count}`);
  }
  return tf.tidy(() => {
    const label = labelTensor('randomTargets', labels, classes);
    const draws = random('randomTargets', [label.shape[0], classes - 1]);
    const offsets = tf.add(tf.topk(draws, count).indices, tf.scalar(1, 'int32')) as tf.Tensor2D;
    return around(label, offsets, classes);
  });
}

/**
 * The class the network finds least likely, the label excepted.
 *
 * @param logits `[batch, classes]`
 * @returns int32 `[batch, 1]`
 */
export function leastLikelyTargets(labels: Labels, logits: tf.Tensor2D): tf.Tensor2D {
  assertShape('leastLikelyTargets', logits.shape, [null, null]); // before the classes are read off it
  return tf.tidy(() => {
    const classes = logits.shape[1];
    const label = labelTensor('leastLikelyTargets', labels, classes);
    assertShape('leastLikelyTargets', logits.shape, [label.shape[0], classes]);
    const isLabel = tf.cast(tf.oneHot(label, classes), 'bool');
    const others = tf.where(isLabel, tf.fill(logits.shape, Number.POSITIVE_INFINITY), logits);
    return tf.expandDims(tf.cast(tf.argMin(others, 1), 'int32'), 1) as tf.Tensor2D;
  });
}

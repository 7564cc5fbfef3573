import { type IntervalBounds, radius } from '@ibp/bounds';
import { apart } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { adversarialExample } from '../adversarial/adversarial-example';
import type { Ascent } from '../adversarial/ascend';
import type { RobustContext } from '../robust-loss';

/**
 * A box of `ratio` times the ball's widths inside the ball, as near to an adversarial example as fits. A constant to
 * the gradient. Ratio 1 is the ball, 0 the example itself. Where the range cuts the ball the box is narrower in the same
 * ratio, as in the code of TAPS; that of SABR keeps `2 ratio epsilon` as far as the ball is that wide.
 */
export function smallBox(context: RobustContext, attack: Ascent, ratio: number): IntervalBounds {
  return apart(() => {
    const { ball } = context;
    const reach = tf.mul(radius(ball), ratio);
    const found = adversarialExample(context, ball, attack);
    const center = tf.minimum(tf.maximum(found, tf.add(ball.lower, reach)), tf.sub(ball.upper, reach));
    return { lower: tf.sub(center, reach), upper: tf.add(center, reach) };
  });
}

import { classificationSpec, linfBall } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { embeddedDigits } from '@ibp/data/digits';
import { apply, disposeNetwork, ibp, lower, networkOf } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Card } from '../card';

/** Of these digits. */
const count = 200;

/** What `Card` says of a network that takes digits: how many are misclassified, how many interval bounds do not prove. */
export async function digitsFigures(
  plain: PlainNetwork,
  epsilon: number,
): Promise<NonNullable<Card['digits']>> {
  const { test } = await embeddedDigits();
  const labels = Array.from(test.labels.subarray(0, count));
  const pixels = Float32Array.from(test.images.subarray(0, count * 28 * 28), (byte) => byte / 255);
  const network = networkOf(plain);
  try {
    return tf.tidy(() => {
      const x = tf.tensor(pixels, [count, 28, 28, 1]);
      const correct = tf.equal(tf.argMax(apply(network, x), 1), labels);
      const upper = ibp()(lower(network), linfBall(x, epsilon), classificationSpec(labels, 10));
      const proved = tf.all(tf.less(upper, 0), 1);
      const missing = (of: tf.Tensor) => count - tf.sum(tf.cast(of, 'int32')).dataSync()[0]!;
      return { misclassified: missing(correct), unproved: missing(proved) };
    });
  } finally {
    disposeNetwork(network);
  }
}

import type { ParamsOf } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { type GreatestRelaxation, relaxGreatest } from './relaxations/greatest';
import type { RelaxedRule } from './rules';
import { globalWindowsOf, windowsOf, windowsPulledBack } from './windows';

/** From coefficients `[batch, specs, n]` of the greatest of `n` windows to `[batch, specs, n, window]` of their units. */
function pullBackGreatest(c: tf.Tensor, d: tf.Tensor2D, { lower, upper, offset }: GreatestRelaxation) {
  const [batch, specs] = c.shape as [number, number];
  const window = lower.shape.at(-1)!;
  const slopes = (t: tf.Tensor) => tf.reshape(t, [t.shape[0]!, 1, -1, window]);
  const perWindow = (t: tf.Tensor) => tf.reshape(t, [batch, specs, -1, 1]);
  const positive = tf.relu(c);
  const above = tf.mul(perWindow(positive), slopes(upper));
  const below = tf.mul(perWindow(tf.sub(c, positive)), slopes(lower));
  const constant = tf.sum(tf.mul(positive, tf.reshape(offset, [offset.shape[0]!, 1, -1])), -1);
  return { units: tf.add(above, below), d: tf.add(d, constant) as tf.Tensor2D };
}

export const maxPool: RelaxedRule<ParamsOf<'maxPool'>, GreatestRelaxation> = {
  linear: false,
  relax: ([bounds], params) => tf.tidy(() => relaxGreatest(windowsOf(bounds!, params))),
  pull: ({ c, d }, params, shapes, relaxation) =>
    tf.tidy(() => {
      const [batch, specs, height, width, channels] = c.shape as [number, number, number, number, number];
      const places = tf.reshape(c, [batch * specs, height * width, channels]);
      const byChannel = tf.reshape(tf.transpose(places, [0, 2, 1]), [batch, specs, -1]);
      const pulled = pullBackGreatest(byChannel, d, relaxation);
      const units = tf.reshape(pulled.units, [batch, specs, channels, height, width, -1]);
      return { c: [windowsPulledBack(units, params, shapes[0]!)], d: pulled.d };
    }),
};

export const globalMaxPool: RelaxedRule<ParamsOf<'globalMaxPool'>, GreatestRelaxation> = {
  linear: false,
  relax: ([bounds]) => tf.tidy(() => relaxGreatest(globalWindowsOf(bounds!))),
  pull: ({ c, d }, _, shapes, relaxation) =>
    tf.tidy(() => {
      const [batch, specs, channels] = c.shape as [number, number, number];
      const pulled = pullBackGreatest(c, d, relaxation);
      const places = tf.transpose(tf.reshape(pulled.units, [batch * specs, channels, -1]), [0, 2, 1]);
      return { c: [tf.reshape(places, [batch, specs, ...shapes[0]!])], d: pulled.d };
    }),
};

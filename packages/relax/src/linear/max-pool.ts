import { ops, type ParamsOf, sumOfLast, sumTerms } from '@ibp/bounds';
import type { AxisParts, OpsOf, Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { type GreatestRelaxation, relaxGreatest } from './relaxations/greatest';
import type { RelaxedRule } from './rule';
import { axisWindowsOf, greatestAxis, windowsOf, windowsPulledBack } from './windows';

/** From coefficients `[batch, specs, n]` of the greatest of `n` windows to `[batch, specs, n, window]` of their units. */
function pullBackGreatest(c: tf.Tensor, d: tf.Tensor2D, { lower, upper, offset }: GreatestRelaxation) {
  const [batch, specs] = c.shape as [number, number];
  const window = lower.shape.at(-1)!;
  const slopes = (t: tf.Tensor) => tf.reshape(t, [t.shape[0]!, 1, -1, window]);
  const perWindow = (t: tf.Tensor) => tf.reshape(t, [batch, specs, -1, 1]);
  const positive = tf.relu(c);
  const above = tf.mul(perWindow(positive), slopes(upper));
  const below = tf.mul(perWindow(tf.sub(c, positive)), slopes(lower));
  const constant = sumOfLast(tf.mul(positive, tf.reshape(offset, [offset.shape[0]!, 1, -1])));
  return { units: tf.add(above, below), d: tf.add(d, constant) as tf.Tensor2D };
}

/** `[n, channels, ...places]` as `[n, ...places, channels]`. */
const channelsLast = (x: tf.Tensor): tf.Tensor =>
  tf.transpose(x, [0, ...Array.from({ length: x.rank - 2 }, (_, i) => i + 2), 1]);

/** All slopes of a window times its greatest `|x|`, and the constant: `[n, channels, ...places]` made `[n, ...places, channels]`. */
export function reachOfGreatest({ lower, upper, offset }: GreatestRelaxation, most: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const slopes = tf.sum(tf.add(tf.abs(lower), tf.abs(upper)), -1);
    const steep = channelsLast(slopes);
    return tf.add(tf.mul(steep, tf.reshape(most, steep.shape)), channelsLast(tf.abs(offset)));
  });
}

/** The longest sum: over the places of a channel, or over the windows that one unit is in. */
const windowTerms = (output: Shape, window: number): number =>
  Math.max(sumTerms(output.reduce((a, b) => a * b, 1)), window);

const maxPool: RelaxedRule<ParamsOf<'maxPool'>, GreatestRelaxation> = {
  linear: false,
  relax: ([bounds], params) => tf.tidy(() => relaxGreatest(windowsOf(bounds!, params))),
  reach: ([m], params, relaxation) =>
    tf.tidy(() => reachOfGreatest(relaxation, ops.maxPool.forward(m!, params))),
  terms: ({ size }, _, output) => windowTerms(output, size[0] * size[1]),
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

/** The greatest over all units of an axis. */
const overAxis = <K extends keyof typeof greatestAxis>(
  op: K,
): RelaxedRule<ParamsOf<K>, GreatestRelaxation> => {
  const partsOf = greatestAxis[op] as (params: ParamsOf<K>, input: Shape) => AxisParts;
  const forward = ops[op].forward as (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor;
  return {
    linear: false,
    relax: ([bounds], params) =>
      tf.tidy(() => relaxGreatest(axisWindowsOf(bounds!, partsOf(params, bounds!.lower.shape.slice(1))))),
    reach: ([m], params, relaxation) =>
      tf.tidy(() => {
        const most = forward(m!, params);
        return tf.reshape(reachOfGreatest(relaxation, most), most.shape);
      }),
    terms: (_, __, output) => windowTerms(output, 1),
    pull: ({ c, d }, params, shapes, relaxation) =>
      tf.tidy(() => {
        const [batch, specs] = c.shape as [number, number];
        const { before, size, behind } = partsOf(params, shapes[0]!);
        const windows = tf.transpose(tf.reshape(c, [batch * specs, before, behind]), [0, 2, 1]);
        const pulled = pullBackGreatest(tf.reshape(windows, [batch, specs, behind * before]), d, relaxation);
        const units = tf.reshape(pulled.units, [batch * specs, behind, before * size]);
        const image = tf.transpose(units, [0, 2, 1]);
        return { c: [tf.reshape(image, [batch, specs, ...shapes[0]!])], d: pulled.d };
      }),
  };
};

/** The rules of the ops that are the greatest of windows. */
export const pools: { readonly [K in OpsOf<'pool'>]: RelaxedRule<ParamsOf<K>, GreatestRelaxation> } = {
  maxPool,
  max: overAxis('max'),
  globalMaxPool: overAxis('globalMaxPool'),
};

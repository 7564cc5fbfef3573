import { type IntervalBounds, ops, type ParamsOf } from '@ibp/bounds';
import { gamma, type OpsOf, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { reachOfGreatest } from '../linear/max-pool';
import { relaxGreatest } from '../linear/relaxations/greatest';
import { axisWindowsOf, greatestAxis, type WindowBounds } from '../linear/windows';
import { type Ends, ends } from './ends';
import { addConstant, type LinearBounds } from './lines';

/** Functions around the greatest of each window; `toImage` turns `[n, channels, ...places]` into the shape of the output. */
export const greatestOfWindows =
  <K extends OpsOf<'pool'>>(
    op: K,
    windows: (bounds: IntervalBounds, params: ParamsOf<K>) => WindowBounds,
    toImage: (x: tf.Tensor) => tf.Tensor,
  ) =>
  ({ lower, upper, bounds, size }: LinearBounds, params: ParamsOf<K>): Ends => {
    const relaxed = relaxGreatest(windows(bounds, params));
    const [batch, rows, ...units] = lower.shape as [number, number, ...number[]];
    const folded = (x: tf.Tensor) => tf.reshape(x, [batch * rows, ...units]);
    const gathered = windows({ lower: folded(lower), upper: folded(upper) }, params);
    const weighted = (x: tf.Tensor, weights: tf.Tensor) => {
      const window = weights.shape.at(-1)!;
      // padding counts for nothing: its weight is 0
      const product = tf.mul(
        tf.reshape(x, [batch, rows, -1, window]),
        tf.reshape(weights, [batch, 1, -1, window]),
      );
      return tf.reshape(tf.sum(product, -1), [batch * rows, ...weights.shape.slice(1, -1)]);
    };
    const image = (x: tf.Tensor) => {
      const moved = toImage(x);
      return tf.reshape(moved, [batch, rows, ...moved.shape.slice(1)]);
    };
    const pooled = (ops[op].forward as (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor)(size, params);
    const allowance = gamma(relaxed.lower.shape.at(-1)! + 8);
    const error = tf.add(tf.mul(reachOfGreatest(relaxed, pooled), allowance), tiny(rows * 9));
    return ends(
      addConstant(image(weighted(gathered.lower, relaxed.lower)), tf.neg(error)),
      addConstant(image(weighted(gathered.upper, relaxed.upper)), tf.add(toImage(relaxed.offset), error)),
    );
  };

/** {@link greatestOfWindows} over all units of an axis. */
export const greatestOverAxis = <K extends keyof typeof greatestAxis>(op: K) =>
  greatestOfWindows<K>(
    op,
    (bounds, params) => axisWindowsOf(bounds, greatestAxis[op](params as never, bounds.lower.shape.slice(1))),
    (x) => tf.transpose(x, [0, 2, 1]),
  );

import { apply, type LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boxTensors, rowTensors } from '../backend-lines';
import type { UnsafeRows } from '../rows';
import type { Attack, Judge } from './attack';
import { type Start, stepLength } from './starts';

/** How many ascents go on at once: between them, time may be up or a witness found. */
const together = 16;

/** {@link ascend} on the backend, in float32, some starts at a time. */
export function attackOnBackend(network: LoweredNetwork, { rows, check, reached }: Judge): Attack {
  return (box, starts, steps) => {
    for (let from = 0; from < starts.length && !reached(); from += together) {
      for (const { point, value } of ascend(network, rows, starts.slice(from, from + together), steps)) {
        if (!(value > 0)) break;
        const found = check(point, box);
        if (found) return found;
      }
    }
    return undefined;
  };
}

/**
 * Moves points up the least row of their conjunctions, by signed gradient steps inside their boxes (projected gradient
 * descent, Madry et al. 2018), and returns each where that row was greatest, the highest first.
 */
function ascend(
  network: LoweredNetwork,
  { spec, conjunctions }: UnsafeRows,
  starts: readonly Start[],
  steps: number,
): { readonly point: Float32Array; readonly value: number; readonly start: Start }[] {
  const size = starts[0]!.point.length;
  const [points, values] = tf.tidy(() => {
    const n = starts.length;
    const { lower, upper } = boxTensors(
      starts.map(({ box }) => box),
      network.inputShape,
    );
    const { c, d } = rowTensors(network, spec, 1);
    const [rows, units] = [spec.d.length, spec.c.length / spec.d.length];
    const matrix = tf.transpose(tf.reshape(c, [rows, units]));
    // rows of other conjunctions are out of the way of the least
    const away = new Float32Array(n * rows).fill(1e30);
    starts.forEach(({ conjunction }, i) => {
      const { start, end } = conjunctions[conjunction]!;
      away.fill(0, i * rows + start, i * rows + end);
    });
    const others = tf.tensor2d(away, [n, rows]);
    const least = (x: tf.Tensor): tf.Tensor1D => {
      const z = tf.reshape(apply(network, x), [n, units]);
      return tf.min(tf.add(tf.add(tf.matMul(z, matrix), d), others), 1);
    };
    const flat = new Float32Array(n * size);
    starts.forEach(({ point }, i) => {
      flat.set(point, i * size);
    });
    const inside = (x: tf.Tensor) => tf.minimum(tf.maximum(x, lower), upper);
    const reach = tf.sub(upper, lower);
    const each = [n, ...network.inputShape.map(() => 1)];
    const gradient = tf.valueAndGrad((x: tf.Tensor) => tf.sum(least(x)));
    let x = inside(tf.tensor(flat, [n, ...network.inputShape]));
    let best = { x, value: least(x) };
    for (let t = 0; t < steps; t++) {
      const length = stepLength(t, steps);
      const next = tf.tidy(() => {
        const { grad } = gradient(x);
        const moved = inside(tf.add(x, tf.mul(tf.mul(reach, length), tf.sign(grad))));
        const value = least(moved);
        const higher = tf.greater(value, best.value);
        return {
          x: moved,
          best: {
            x: tf.where(tf.reshape(higher, each), moved, best.x),
            value: tf.where(higher, value, best.value) as tf.Tensor1D,
          },
        };
      });
      ({ x, best } = next);
    }
    return [best.x.dataSync(), best.value.dataSync()];
  });
  return starts
    .map((start, i) => ({
      start,
      point: Float32Array.from(points.subarray(i * size, (i + 1) * size)),
      value: values[i]!,
    }))
    .sort((a, b) => (b.value > a.value ? 1 : b.value < a.value ? -1 : 0));
}

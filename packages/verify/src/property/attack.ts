import { drawNumbers } from '@ibp/bounds';
import type { Enclosure } from '@ibp/exact';
import { apply, type LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boxTensors, rowTensors } from './backend-lines';
import type { UnsafeRows } from './rows';

/** Points of boxes, and the conjunction that each is to make true. */
export type Start = {
  readonly point: ArrayLike<number>;
  readonly box: Enclosure;
  readonly conjunction: number;
};

/** How far the first and the last step of an ascent go, of the box. */
const [firstStep, lastStep] = [0.25, 0.001];

/**
 * Moves points up the least row of their conjunctions, by signed gradient steps inside their boxes (projected gradient
 * descent, Madry et al. 2018), and returns each where that row was greatest, the highest first.
 */
export function ascend(
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
      const length = firstStep * (lastStep / firstStep) ** (t / Math.max(1, steps - 1));
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

/** For each conjunction `count` points of a box: its center, the others uniform at random by the seed and the name. */
export function startsIn(
  box: Enclosure,
  conjunctions: readonly number[],
  count: number,
  { seed, name }: { readonly seed: number; readonly name: string },
): Start[] {
  const n = box.lower.length;
  const draws = drawNumbers({ seed, name, shape: [conjunctions.length, count, n] });
  return conjunctions.flatMap((conjunction, k) =>
    Array.from({ length: count }, (_, j) => {
      const at = (k * count + j) * n;
      const point = box.lower.map((l, i) => l + (j === 0 ? 0.5 : draws[at + i]!) * (box.upper[i]! - l));
      return { point, box, conjunction };
    }),
  );
}

/**
 * Whether one convolution of images and centers together, and its gradients, cost less than two of the same kernel:
 * `npm run stacked --workspace bench`. The layers are those of the medium network, batches of 100, one thread.
 */
import { selectBackend } from '@ibp/backend';
import { registerGradients } from '@ibp/backend/gradients';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import Table from 'cli-table3';
import { median } from './median';

const layers = [
  { size: 32, channels: 3, kernel: 3, stride: 1, filters: 32 },
  { size: 30, channels: 32, kernel: 4, stride: 2, filters: 32 },
  { size: 14, channels: 32, kernel: 3, stride: 1, filters: 64 },
  { size: 12, channels: 64, kernel: 4, stride: 2, filters: 64 },
] as const;
const rounds = 15;

type Tensors = { readonly [name: string]: tf.Tensor };

/** Forward, and the gradients with respect to every batch and the kernel. */
const convolved =
  (stride: number) =>
  ({ kernel, ...batches }: Tensors): Tensors => {
    const loss = (w: tf.Tensor, ...xs: tf.Tensor[]): tf.Scalar =>
      tf.addN(
        xs.map((x) => tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'valid')))),
      ) as tf.Scalar;
    const { grads } = tf.valueAndGrads(loss)([kernel!, ...Object.values(batches)]);
    const [ofKernel, ...others] = grads as [tf.Tensor, ...tf.Tensor[]];
    return { ofKernel, others: tf.addN(others.map((gradient) => tf.sum(gradient))) };
  };

await selectBackend();
registerGradients();
const engine = await onnxEngine({ threads: 1 });
const table = new Table({
  head: ['layer', 'apart ms', 'stacked ms', 'stacked / apart'],
  style: { head: [], border: [] },
});
for (const { size, channels, kernel: side, stride, filters } of layers) {
  const images = tf.randomNormal([100, size, size, channels]);
  const centers = tf.randomNormal([100, size, size, channels]);
  const kernel = tf.randomNormal([side, side, channels, filters]);
  const given = {
    apart: { kernel, images, centers },
    stacked: { kernel, both: tf.concat([images, centers]) },
  };
  const apart = await engine.compile(convolved(stride), given.apart);
  const stacked = await engine.compile(convolved(stride), given.stacked);
  const times = { apart: [] as number[], stacked: [] as number[] };
  const timed = async (work: () => Promise<unknown>, into: number[]): Promise<void> => {
    const start = performance.now();
    await work();
    into.push(performance.now() - start);
  };
  for (let round = 0; round < rounds; round++) {
    await timed(() => apart.run(given.apart), times.apart);
    await timed(() => stacked.run(given.stacked), times.stacked);
  }
  const [one, other] = [median(times.apart.slice(1)), median(times.stacked.slice(1))];
  const layer = `${size}x${size}x${channels} to ${filters}`;
  table.push([layer, one.toFixed(1), other.toFixed(1), (other / one).toFixed(2)]);
}
console.log(table.toString());

import * as tf from '@tensorflow/tfjs-core';
import { capture, type TensorFunction, type TensorSpec } from '../capture/capture';
import type { Graph } from '../graph/graph';
import { encodeModel } from '../proto/encode';
import { createDevice } from '../runtime/device';
import { emptyArray } from '../runtime/host-tensor';
import { optimize } from './optimize';

const ops = ({ nodes }: Graph): string[] => nodes.map(({ op }) => op).filter((op) => op !== 'Reshape');

/** What a graph of float inputs gives for the same random inputs each time. */
async function run(graph: Graph): Promise<Float32Array[]> {
  const { runtime, createSession } = await createDevice();
  const session = await createSession(encodeModel(graph), []);
  const tensors = (of: Graph['inputs'], fill: (size: number, i: number) => Float32Array) =>
    Object.fromEntries(
      of.map(({ name, shape }, i) => [
        name,
        new runtime.Tensor('float32', fill(tf.util.sizeFromShape([...shape]), i), shape),
      ]),
    );
  const feeds = tensors(graph.inputs, (size, i) =>
    Float32Array.from(tf.tidy(() => tf.randomNormal([size], 0, 1, 'float32', i + 1).dataSync())),
  );
  const fetches = tensors(graph.outputs, (size) => emptyArray('float32', [size]) as Float32Array);
  await session.run(feeds, fetches);
  await session.release();
  return Object.values(fetches).map(({ data }) => data as Float32Array);
}

async function expectOps(fn: TensorFunction, specs: { [name: string]: TensorSpec }, expected: string[]) {
  const { graph } = capture(fn, specs);
  const better = optimize(graph);
  expect(ops(better)).toEqual(expected);
  const [before, after] = [await run(graph), await run(better)];
  for (const [i, values] of before.entries()) {
    expect(after[i]!.every((v, k) => Math.abs(v - values[k]!) <= 1e-5)).toBe(true);
  }
}

describe('optimize', () => {
  const shape = [2, 6, 6, 3];
  const kernel = { shape: [3, 3, 3, 4] };
  const bias = { shape: [4] };
  const convolve = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid');

  it('subtracts instead of adding a negated tensor, on either side', async () => {
    const specs = { x: { shape: [3] }, y: { shape: [3] } };
    await expectOps(({ x, y }) => ({ out: tf.add(x!, tf.neg(y!)) }), specs, ['Sub']);
    await expectOps(({ x, y }) => ({ out: tf.add(tf.neg(y!), x!) }), specs, ['Sub']);
  });

  it('keeps a negation that something else needs', async () => {
    const specs = { x: { shape: [3] }, y: { shape: [3] } };
    const fn: TensorFunction = ({ x, y }) => ({ out: tf.add(x!, tf.neg(y!)), minus: tf.neg(y!) });
    await expectOps(fn, specs, ['Neg', 'Sub']);
  });

  it('gives a bias to its convolution', async () => {
    const specs = { x: { shape }, w: kernel, bias };
    const fn: TensorFunction = ({ x, w, bias: b }) => ({ out: tf.relu(tf.add(convolve(x!, w!), b!)) });
    await expectOps(fn, specs, ['Transpose', 'Transpose', 'Conv', 'Relu', 'Transpose']);
  });

  it('leaves a bias alone where the sum without it is needed too', async () => {
    const specs = { x: { shape }, w: kernel, bias };
    const fn: TensorFunction = ({ x, w, bias: b }) => {
      const z = convolve(x!, w!);
      return { out: tf.add(z, b!), z };
    };
    const { graph } = capture(fn, specs);
    expect(ops(optimize(graph))).toEqual(ops(graph));
  });

  it('takes for a bias only what is one number a channel', async () => {
    const specs = { x: { shape }, w: kernel, y: { shape: [2, 4, 4, 4] } };
    const { graph } = capture(({ x, w, y }) => ({ out: tf.add(convolve(x!, w!), y!) }), specs);
    expect(ops(optimize(graph))).toEqual(ops(graph));
  });

  it('reshapes once, and not to the shape that there is', () => {
    const fn: TensorFunction = ({ x }) => {
      const turned = tf.reshape(tf.reshape(tf.relu(x!), [2, 6]), [4, 3]);
      return {
        out: tf.abs(tf.reshape(turned, [3, 4])),
        same: tf.neg(tf.reshape(tf.reshape(tf.exp(x!), [6, 2]), [3, 4])),
      };
    };
    const { graph } = capture(fn, { x: { shape: [3, 4] } });
    const reshapes = (of: Graph) => of.nodes.filter(({ op }) => op === 'Reshape').length;
    expect(reshapes(graph)).toBeGreaterThan(0);
    expect(reshapes(optimize(graph))).toBe(0);
  });

  it('keeps a reshape that is a result', async () => {
    const fn: TensorFunction = ({ x }) => ({ out: tf.reshape(tf.reshape(x!, [4, 3]), [3, 4]) });
    const { graph } = capture(fn, { x: { shape: [3, 4] } });
    expect(await run(optimize(graph))).toEqual(await run(graph));
  });
});

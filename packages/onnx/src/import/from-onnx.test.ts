import {
  activation,
  apply,
  averagePool,
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  maxPool,
  type Network,
  network,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { networkToOnnx } from '../export';
import { loadOnnxRuntime } from '../runtime/onnx-runtime';
import { fromOnnx } from './from-onnx';

const nets: { readonly [name: string]: () => Network } = {
  dense: () => network([3], sequential(dense(5), activation('tanh'), dense(2)), { seed: 1 }),
  convolutional: () =>
    network(
      [6, 7, 2],
      sequential(
        ...[conv2d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }), batchNorm(), relu()],
        ...[residual(conv2d({ filters: 3, kernelSize: 3, padding: 'same' })), maxPool({ size: 2 })],
        ...[averagePool({ size: 1 }), flatten(), dense(2)],
      ),
      { seed: 2 },
    ),
};

it.each(Object.keys(nets))(
  'a %s net comes back from a file of our own, and computes the same',
  async (name) => {
    const net = nets[name]!();
    const imported = await fromOnnx(await networkToOnnx(net));
    expect(imported.inputShape).toEqual(net.inputShape);
    tf.tidy(() => {
      const x = tf.randomNormal([4, ...net.inputShape], 0, 1, 'float32', 3);
      const [a, b] = [net, imported].map((one) => apply(one, x).dataSync()) as [Float32Array, Float32Array];
      for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 5);
    });
    disposeNetwork(net);
    disposeNetwork(imported);
  },
);

it('refuses a network that onnxruntime says is another', async () => {
  const [net, other] = [1, 2].map((seed) => network([3], dense(2), { seed })) as [Network, Network];
  const [file, another] = [await networkToOnnx(net), await networkToOnnx(other)];
  const real = await loadOnnxRuntime();
  const runtime = {
    ...{ Tensor: real.Tensor, env: real.env },
    InferenceSession: {
      create: (_: Uint8Array, options?: object) => real.InferenceSession.create(another, options),
    },
  };
  await expect(fromOnnx(file, { runtime })).rejects.toThrow(
    /^fromOnnx: expected what onnxruntime computes, -?[0-9.]+ at 0, got -?[0-9.]+$/,
  );
  for (const one of [net, other]) disposeNetwork(one);
});

it('leaves nothing behind where it refuses a file', async () => {
  const before = tf.memory().numTensors;
  await expect(fromOnnx(Uint8Array.of(1, 2, 3))).rejects.toThrow(
    'fromOnnx: expected an ONNX file, got one that',
  );
  expect(tf.memory().numTensors).toBe(before);
});

import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { networkToOnnx } from '../export';
import { onnxForward } from './onnx-forward';

it('is what onnxruntime computes of a file', async () => {
  const kernel = tf.tensor2d([1, -1, -2, 1], [2, 2]);
  const net = network([2], sequential(dense(2, { kernelInitializer: () => kernel.clone() }), relu()));
  const { run, close } = await onnxForward(await networkToOnnx(net));
  // relu(x_0 - 2 x_1), relu(x_1 - x_0)
  expect(await run(Float32Array.of(3, 1))).toEqual([1, 0]);
  expect(await run(Float32Array.of(-1, 0.5))).toEqual([0, 1.5]);
  await expect(run(Float32Array.of(1))).rejects.toThrow('onnxForward: expected 2 inputs, got 1');
  await close();
  disposeNetwork(net);
  kernel.dispose();
});

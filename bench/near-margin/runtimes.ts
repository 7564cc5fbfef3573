import '@tensorflow/tfjs-backend-cpu';
import '@ibp/backend/wasm';
import type { PlainNetwork } from '@ibp/core';
import { apply, disposeNetwork, networkOf } from '@ibp/layers';
import { onnxEngine, onnxForward } from '@ibp/onnx';
import { networkToOnnx } from '@ibp/onnx/export';
import * as tf from '@tensorflow/tfjs-core';

/** The outputs of each input, in order. */
export type Outputs = readonly ArrayLike<number>[];

/** What a network gives for inputs. */
export type Runtime = (network: PlainNetwork, inputs: readonly Float32Array[]) => Promise<Outputs>;

const rows = (data: ArrayLike<number>, count: number): Outputs => {
  const size = data.length / count;
  return Array.from({ length: count }, (_, i) => Array.from({ length: size }, (_, k) => data[i * size + k]!));
};

/** All inputs at once: libraries block batches in other ways than single inputs. */
const tfjs =
  (backend: string): Runtime =>
  async (plain, inputs) => {
    await tf.setBackend(backend);
    const net = networkOf(plain);
    const x = tf.tensor(Float32Array.from(inputs.flatMap((one) => [...one])), [
      inputs.length,
      ...plain.nodes[0]!.shape,
    ]);
    const z = apply(net, x);
    const data = await z.data();
    tf.dispose([x, z]);
    disposeNetwork(net);
    return rows(data, inputs.length);
  };

/** The file that is exported, an input at a time. */
const onnxruntime: Runtime = async (plain, inputs) => {
  const net = networkOf(plain);
  const { run, close } = await onnxForward(await networkToOnnx(net));
  const found: number[][] = [];
  for (const x of inputs) found.push(await run(x));
  await close();
  disposeNetwork(net);
  return found;
};

/** As training and bounds run it: compiled by our engine, convolutions in blocks of channels where it takes them. */
const compiled: Runtime = async (plain, inputs) => {
  await tf.setBackend('wasm');
  const net = networkOf(plain);
  const x = {
    dtype: 'float32' as const,
    shape: [inputs.length, ...plain.nodes[0]!.shape],
    data: Float32Array.from(inputs.flatMap((one) => [...one])),
  };
  const engine = await onnxEngine();
  const compiledNet = await engine.compile(({ x: given }) => ({ z: apply(net, given!) }), { x });
  const { z } = await compiledNet.run({ x });
  await compiledNet.dispose();
  disposeNetwork(net);
  return rows(z!.data, inputs.length);
};

/** The runtimes that run here, by name. */
export const runtimes: { readonly [name: string]: Runtime } = {
  'tfjs, cpu': tfjs('cpu'),
  'tfjs, wasm': tfjs('wasm'),
  onnxruntime,
  'onnxruntime, compiled by @ibp/onnx': compiled,
};

import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile';
import type { Device } from '../runtime/device';
import { type HostTensor, toTensor } from '../runtime/host-tensor';

export type HostTensors = { readonly [name: string]: HostTensor };

/** One call of a kernel of tfjs. Inputs of kernels with any number of them are '0', '1', ... */
export type KernelCall = { readonly inputs: HostTensors; readonly attributes?: object };

const asList = (named: { [name: string]: tf.Tensor }): object =>
  '0' in named ? Object.values(named) : named;

const call =
  (kernel: string, attributes: object) =>
  (inputs: { [name: string]: tf.Tensor }): { [name: string]: tf.Tensor } => {
    const result = tf.engine().runKernel(kernel, asList(inputs) as tf.NamedTensorMap, attributes as never);
    const outputs = Array.isArray(result) ? result : [result];
    return Object.fromEntries(outputs.map((output, i) => [`output${i}`, output as tf.Tensor]));
  };

/** What tfjs's cpu backend makes of the calls. */
export const onCpu = (kernel: string, calls: readonly KernelCall[]): Promise<HostTensors[]> =>
  onBackend('cpu', kernel, calls);

/** What a backend of tfjs makes of them. */
export async function onBackend(
  backend: string,
  kernel: string,
  calls: readonly KernelCall[],
): Promise<HostTensors[]> {
  const before = tf.getBackend();
  await tf.setBackend(backend);
  try {
    return calls.map(({ inputs, attributes = {} }) => {
      const tensors = Object.entries(inputs).map(([name, tensor]) => [name, toTensor(tensor)]);
      return mapValues(
        call(kernel, attributes)(Object.fromEntries(tensors)),
        ({ dtype, shape, ...tensor }) => ({
          dtype: dtype as HostTensor['dtype'],
          shape,
          data: tf.engine().readSync(tensor.dataId) as HostTensor['data'],
        }),
      );
    });
  } finally {
    await tf.setBackend(before);
  }
}

const mapValues = <A, B>(
  named: { readonly [name: string]: A },
  map: (value: A) => B,
): { [name: string]: B } =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, map(value)]));

const prefixed = <T>(index: number, named: { readonly [name: string]: T }): [string, T][] =>
  Object.entries(named).map(([name, value]) => [`call${index}/${name}`, value]);

const ofCall = <T>(index: number, named: { readonly [name: string]: T }): { [name: string]: T } => {
  const prefix = `call${index}/`;
  const own = Object.entries(named).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
};

/** What onnxruntime makes of them, all in one graph. */
export async function onOnnx(
  device: Device,
  kernel: string,
  calls: readonly KernelCall[],
): Promise<HostTensors[]> {
  const inputs = Object.fromEntries(calls.flatMap((each, i) => prefixed(i, each.inputs)));
  const compiled = await compile<string, string>(
    (tensors) =>
      Object.fromEntries(
        calls.flatMap(({ attributes = {} }, i) => prefixed(i, call(kernel, attributes)(ofCall(i, tensors)))),
      ),
    inputs,
    { device },
  );
  const outputs = await compiled.run(inputs);
  await compiled.dispose();
  return calls.map((_, i) => ofCall(i, outputs));
}

/** Equal but for rounding: relative to 1 and to the numbers, NaN and infinities alike. */
export function expectClose(actual: HostTensors, expected: HostTensors, tolerance = 1e-5): void {
  const about = (tensors: HostTensors) => mapValues(tensors, ({ dtype, shape }) => `${dtype}[${shape}]`);
  const [got, wanted] = [about(actual), about(expected)].map((tensors) => JSON.stringify(tensors));
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
  for (const [name, { data, shape }] of Object.entries(expected)) {
    for (let i = 0; i < data.length; i++) {
      const [a, e] = [actual[name]!.data[i]!, data[i]!];
      const near = Object.is(a, e) || a === e || Math.abs(a - e) <= tolerance * Math.max(1, Math.abs(e));
      if (!near) throw new Error(`${name} at ${i} of [${shape}]: expected ${e}, got ${a}`);
    }
  }
}

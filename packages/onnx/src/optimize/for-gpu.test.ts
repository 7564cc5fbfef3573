import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { capture } from '../capture/capture';
import type { Graph } from '../graph/graph';
import { createDevice, type Device } from '../runtime/device';
import { VariableStore } from '../runtime/variable-store';
import { cases } from '../testing/cases';
import { expectClose, onCpu, onOnnx } from '../testing/compare';
import { forGpu } from './for-gpu';
import { optimize } from './optimize';

/** The CPU, which is given the graphs that a GPU would be given. */
async function asOnGpu(): Promise<Device> {
  const device = await createDevice();
  const download = async (tensor: { data: unknown }) => tensor.data as Float32Array;
  return {
    ...device,
    suited: forGpu,
    variables: new VariableStore(device.runtime, { onDevice: true, download }),
  };
}

/** onnxruntime 1.30 brings what these are of to the host. */
const missing = ['Sum', 'Or', 'IsNaN', 'IsInf'];

const ops = (fn: (inputs: { [name: string]: tf.Tensor }) => { [name: string]: tf.Tensor }, shape = [3]) => {
  const specs = { x: { shape }, y: { shape } };
  return forGpu(optimize(capture(fn as never, specs as never).graph)).nodes.map(({ op }) => op);
};

it.each(Object.entries(cases))('%s gives the same as it is asked of a GPU', async (kernel, calls) => {
  const many = fc.sample(calls, { seed: 7, numRuns: 8 });
  const expected = await onCpu(kernel, many);
  for (const [i, actual] of (await onOnnx(await asOnGpu(), kernel, many)).entries()) {
    expectClose(actual, expected[i]!);
  }
});

it('asks for no op that a GPU has not', () => {
  const found = ops(({ x, y }) => ({
    sum: tf.addN([x!, y!, x!]),
    bad: tf.logicalOr(tf.isNaN(x!), tf.isInf(y!)),
    same: tf.equal(tf.less(x!, y!), tf.greater(x!, 0)),
  }));
  expect(found.filter((op) => missing.includes(op))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining(['Add', 'GreaterOrEqual', 'Greater', 'Cast']));
});

it('puts together few tensors at a time', () => {
  const many = capture(
    (({ x }: { x: tf.Tensor }) => ({
      all: tf.concat(Array.from({ length: 40 }, (_, i) => tf.add(x, i))),
    })) as never,
    { x: { shape: [3] } } as never,
  ).graph;
  const widest = (graph: Graph) =>
    Math.max(...graph.nodes.filter(({ op }) => op === 'Concat').map(({ inputs }) => inputs.length));
  expect(widest(many)).toBeGreaterThan(6);
  expect(widest(forGpu(many))).toBe(6);
});

it('finds NaN and infinities among other numbers', async () => {
  const numbers = [Number.NaN, Infinity, -Infinity, 0, -0, 3.4e38, -3.4e38, 1e-45];
  const x = { dtype: 'float32' as const, shape: [8], data: Float32Array.from(numbers) };
  const device = await asOnGpu();
  const found = async (kernel: string) => [
    ...(await onOnnx(device, kernel, [{ inputs: { x } }]))[0]!.output0!.data,
  ];
  expect(await found('IsNan')).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  expect(await found('IsInf')).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
});

import { classificationSpec, linfBall } from '@ibp/bounds';
import {
  apply,
  averagePool,
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  globalMaxPool,
  ibp,
  type Layer,
  lower,
  maxPool,
  network,
  propagate,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boundsToOnnx, marginsToOnnx, networkToOnnx } from '../export';
import { type HostTensor, toTensor } from '../runtime/host-tensor';
import { loadOnnxRuntime } from '../runtime/onnx-runtime';
import { expectClose, type HostTensors } from '../testing/compare';

const networks: { readonly [name: string]: Layer } = {
  plain: sequential(
    conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    relu(),
    flatten(),
    dense(10),
  ),
  residual: sequential(
    conv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
    batchNorm(),
    relu(),
    residual(sequential(conv2d({ filters: 4, kernelSize: 3, padding: 'same' }), relu())),
    maxPool({ size: 2 }),
    flatten(),
    dense(10),
  ),
  pooled: sequential(averagePool({ size: 2 }), conv2d({ filters: 10, kernelSize: 2 }), globalMaxPool()),
};

/** Runs a file as any program would that knows nothing of this library. */
async function runFile(bytes: Uint8Array, inputs: HostTensors, shapes: { [name: string]: number[] }) {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(bytes);
  const feeds = Object.entries(inputs).map(([name, { dtype, data, shape }]) => [
    name,
    new Tensor(dtype, data, shape),
  ]);
  const results = await session.run(
    Object.fromEntries(feeds),
    Object.fromEntries(Object.keys(shapes).map((name) => [name, null])) as never,
  );
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { dtype: 'float32', shape: dims, data } as HostTensor,
    ]),
  );
}

const host = (x: tf.Tensor): HostTensor => ({
  dtype: 'float32',
  shape: x.shape,
  data: x.dataSync() as Float32Array,
});

describe.each(Object.entries(networks))('a %s network as a file', (_, layer) => {
  const batch = 3;
  const x = (seed: number): HostTensor => host(tf.randomUniform([batch, 6, 6, 2], 0, 1, 'float32', seed));
  const net = () => network([6, 6, 2], layer, { seed: 4 });

  it('computes the outputs', async () => {
    const made = net();
    const input = x(1);
    const actual = await runFile(await networkToOnnx(made, { batch }), { x: input }, { output: [] });
    expectClose(actual, { output: host(apply(made, toTensor(input))) });
    disposeNetwork(made);
  });

  it('bounds them', async () => {
    const made = net();
    const [inputLower, width] = [x(2), x(3)];
    const inputUpper = host(tf.add(toTensor(inputLower), tf.mul(toTensor(width), 0.1)));
    const actual = await runFile(
      await boundsToOnnx(made, { batch }),
      { inputLower, inputUpper },
      { lower: [], upper: [] },
    );
    const expected = propagate(made, { lower: toTensor(inputLower), upper: toTensor(inputUpper) });
    expectClose(actual, { lower: host(expected.lower), upper: host(expected.upper) });
    disposeNetwork(made);
  });

  it('gives the margins, and NaN where nothing may be proved', async () => {
    const made = net();
    const input = x(5);
    (input.data as Float32Array)[0] = Number.NaN; // the first example
    const labels: HostTensor = { dtype: 'int32', shape: [batch], data: Int32Array.of(1, 9, 10) }; // 10 is no class
    const epsilon: HostTensor = { dtype: 'float32', shape: [], data: Float32Array.of(0.05) };
    const bytes = await marginsToOnnx(made, 10, { batch });
    const actual = await runFile(bytes, { x: input, labels, epsilon }, { margins: [] });
    const spec = classificationSpec(tf.tensor1d(labels.data, 'int32'), 10);
    const expected = ibp()(lower(made), linfBall(toTensor(input), 0.05), spec);
    expectClose(actual, { margins: host(expected) });
    const nan = [...actual.margins!.data].map(Number.isNaN);
    expect(nan).toEqual([...Array(9).fill(true), ...Array(9).fill(false), ...Array(9).fill(true)]);
    disposeNetwork(made);
  });
});

it('gives the margins of a ball with a radius and a range for each feature', async () => {
  const made = network([3], sequential(dense(5), relu(), dense(4)), { seed: 3 });
  const range = [
    [18, 0, -Infinity],
    [42, Infinity, Infinity],
  ] as const;
  const radii = [5, 1000, 0];
  const input = host(tf.tensor2d([[40, 8000, 3]]));
  const labels: HostTensor = { dtype: 'int32', shape: [1], data: Int32Array.of(2) };
  const epsilon: HostTensor = { dtype: 'float32', shape: [3], data: Float32Array.from(radii) };
  const bytes = await marginsToOnnx(made, 4, { range, perFeature: true });
  const actual = await runFile(bytes, { x: input, labels, epsilon }, { margins: [] });
  const expected = ibp()(lower(made), linfBall(toTensor(input), radii, range), classificationSpec([2], 4));
  const [first] = expected.dataSync();
  expect(actual.margins!.data[0]! / first!).toBeCloseTo(1, 5);
  await expect(marginsToOnnx(made, 4, { range: [0, [1, 2]] })).rejects.toThrow(
    'marginsToOnnx: expected one greatest valid value or 3 for the features of an input of shape [3], got 2',
  );
  disposeNetwork(made);
});

it('proves nothing where bounds overflow', async () => {
  const layer = sequential(dense(4), relu(), dense(4), relu(), dense(3));
  const made = network([2], layer, { seed: 1 });
  const kernels = Object.values(made.variables).filter(({ rank }) => rank === 2);
  for (const kernel of kernels.slice(0, 2)) kernel.assign(tf.fill(kernel.shape, 3e38));
  const inputs: HostTensors = {
    x: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(0.5, 0.5) },
    labels: { dtype: 'int32', shape: [1], data: Int32Array.of(0) },
    epsilon: { dtype: 'float32', shape: [], data: Float32Array.of(0.9) },
  };
  const { margins } = await runFile(await marginsToOnnx(made, 3), inputs, { margins: [] });
  expect([...margins!.data]).toEqual([Number.NaN, Number.NaN]);
  disposeNetwork(made);
});

it('refuses to give margins of what is no classifier', async () => {
  const made = network([6, 6, 2], conv2d({ filters: 3, kernelSize: 3 }));
  await expect(marginsToOnnx(made, 3)).rejects.toThrow(
    'marginsToOnnx: expected a network with output [3], got [4,4,3]',
  );
  disposeNetwork(made);
});

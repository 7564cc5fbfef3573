/**
 * What the kernels of this package gain over the backend's own: `npm run bench -w packages/backend`.
 * The two are run in turns, so that a busy machine slows both; the ratio is that of the medians. Where
 * the backend has no kernel of its own, the cpu backend's is the only stock way, and is run once.
 */
import * as tf from '@tensorflow/tfjs-core';
import '../src/cpu';
import '../src/wasm';
import { stockKernel } from '../src/kernels/patch';

type Inputs = Record<string, number[]>;
type Case = { kernel: string; what: string; inputs: Inputs; attrs: object; backend?: string };

const conv = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] };
const conv2 = { ...conv, strides: [2, 2] };
const pool = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };

const cases: Case[] = [
  // the convolutions of the small (MNIST) and medium (CIFAR-10) networks of the IBP paper, batch 100
  {
    kernel: 'Conv2D',
    what: 'small conv 2',
    inputs: { x: [100, 13, 13, 16], filter: [4, 4, 16, 32] },
    attrs: conv,
  },
  {
    kernel: 'Conv2D',
    what: 'medium conv 2, stride 2',
    inputs: { x: [100, 30, 30, 32], filter: [4, 4, 32, 32] },
    attrs: conv2,
  },
  {
    kernel: 'Conv2DBackpropFilter',
    what: 'small conv 2',
    inputs: { x: [100, 13, 13, 16], dy: [100, 10, 10, 32] },
    attrs: { ...conv, filterShape: [4, 4, 16, 32] },
  },
  {
    kernel: 'Conv2DBackpropFilter',
    what: 'small conv 2 on cpu',
    inputs: { x: [100, 13, 13, 16], dy: [100, 10, 10, 32] },
    attrs: { ...conv, filterShape: [4, 4, 16, 32] },
    backend: 'cpu',
  },
  {
    kernel: 'Conv2DBackpropInput',
    what: 'small conv 2',
    inputs: { dy: [100, 10, 10, 32], filter: [4, 4, 16, 32] },
    attrs: { ...conv, inputShape: [100, 13, 13, 16] },
  },
  {
    kernel: 'Conv2DBackpropInput',
    what: 'medium conv 2, stride 2',
    inputs: { dy: [100, 14, 14, 32], filter: [4, 4, 32, 32] },
    attrs: { ...conv2, inputShape: [100, 30, 30, 32] },
  },
  {
    kernel: 'Conv2DBackpropInput',
    what: 'medium conv 1',
    inputs: { dy: [100, 30, 30, 32], filter: [3, 3, 3, 32] },
    attrs: { ...conv, inputShape: [100, 32, 32, 3] },
  },
  {
    kernel: 'DepthwiseConv2dNativeBackpropFilter',
    what: '3x3 of 32 channels',
    inputs: { x: [32, 16, 16, 32], dy: [32, 14, 14, 32] },
    attrs: { ...conv, filterShape: [3, 3, 32, 1] },
  },
  {
    kernel: 'DepthwiseConv2dNativeBackpropInput',
    what: '3x3 of 32 channels',
    inputs: { dy: [32, 14, 14, 32], filter: [3, 3, 32, 1] },
    attrs: { ...conv, inputShape: [32, 16, 16, 32] },
  },
  {
    kernel: 'BatchMatMul',
    what: '[100, 3200] x [3200, 100]',
    inputs: { a: [100, 3200], b: [3200, 100] },
    attrs: { transposeA: false, transposeB: false },
  },
  {
    kernel: 'BatchMatMul',
    what: "a' b, [100, 3200]' x [100, 100]",
    inputs: { a: [100, 3200], b: [100, 100] },
    attrs: { transposeA: true, transposeB: false },
  },
  {
    kernel: 'BatchMatMul',
    what: "a b', [100, 100] x [3200, 100]'",
    inputs: { a: [100, 100], b: [3200, 100] },
    attrs: { transposeA: false, transposeB: true },
  },
  {
    kernel: 'BatchMatMul',
    what: '[100, 10, 128] x [128, 128]',
    inputs: { a: [100, 10, 128], b: [1, 128, 128] },
    attrs: { transposeA: false, transposeB: false },
  },
  {
    kernel: 'Sum',
    what: '[100, 14, 14, 32] to [32]',
    inputs: { x: [100, 14, 14, 32] },
    attrs: { axis: [0, 1, 2], keepDims: false },
  },
  {
    kernel: 'Sum',
    what: '[1600, 2, 16, 16] to [1600, 2, 16]',
    inputs: { x: [1600, 2, 16, 16] },
    attrs: { axis: [2], keepDims: false },
  },
  {
    kernel: 'Slice',
    what: 'one image of [100, 28, 28, 16]',
    inputs: { x: [100, 28, 28, 16] },
    attrs: { begin: [50, 0, 0, 0], size: [1, 28, 28, 16] },
  },
  {
    kernel: 'Slice',
    what: 'the inside of [100, 28, 28, 16]',
    inputs: { x: [100, 28, 28, 16] },
    attrs: { begin: [0, 1, 1, 0], size: [100, 26, 26, 16] },
  },
  {
    kernel: 'Add',
    what: '[100, 30, 30, 32] and [32]',
    inputs: { a: [100, 30, 30, 32], b: [32] },
    attrs: {},
  },
  {
    kernel: 'Maximum',
    what: '[100, 28, 28, 1] and a number',
    inputs: { a: [100, 28, 28, 1], b: [] },
    attrs: {},
  },
  {
    kernel: 'Sign',
    what: '[3200, 100]',
    inputs: { x: [3200, 100] },
    attrs: {},
  },
  {
    kernel: 'Tile',
    what: '[100, 9, 1] to [100, 9, 512]',
    inputs: { x: [100, 9, 1] },
    attrs: { reps: [1, 1, 512] },
  },
  {
    kernel: 'Identity',
    what: '[100, 28, 28, 16]',
    inputs: { x: [100, 28, 28, 16] },
    attrs: {},
  },
  {
    kernel: 'MaxPoolGrad',
    what: '2x2 of [100, 28, 28, 16]',
    inputs: { dy: [100, 14, 14, 16], input: [100, 28, 28, 16], output: [100, 14, 14, 16] },
    attrs: pool,
  },
];

const median = (xs: number[]) => xs.sort((a, b) => a - b)[Math.floor(xs.length / 2)]!;

function time(f: () => tf.Tensor): number {
  const start = performance.now();
  const output = f();
  const elapsed = performance.now() - start;
  output.dispose();
  return elapsed;
}

/** `npm run bench -w packages/backend -- Slice` runs the cases of one kernel. */
const [only] = process.argv.slice(2);
for (const { kernel, what, inputs: shapes, attrs, backend = 'wasm' } of cases) {
  if (only && kernel !== only) continue;
  const named = attrs as tf.NamedAttrMap;
  const prepare = async (name: string) => {
    await tf.setBackend(name);
    Object.assign(tf.backend(), { firstUse: false });
    return Object.fromEntries(
      Object.entries(shapes).map(([k, shape]) => [k, tf.randomNormal(shape, 0, 1, 'float32', 1)]),
    );
  };
  const stock = stockKernel(kernel, backend);
  const stockOn = stock ? backend : 'cpu';
  const runs = stockOn === 'cpu' ? 1 : 15;
  let stockInputs = await prepare(stockOn);
  const theirs = () =>
    tf.engine().makeTensorFromTensorInfo(
      stockKernel(kernel, stockOn)!.kernelFunc({
        inputs: stockInputs,
        attrs: named,
        backend: tf.backend(),
      }) as tf.TensorInfo,
    );
  const times: { ours: number[]; stock: number[] } = { ours: [], stock: [] };
  if (stockOn !== backend) times.stock.push(time(theirs));
  const inputs = await prepare(backend);
  if (stockOn === backend) stockInputs = inputs;
  const ours = () => tf.engine().runKernel<tf.Tensor>(kernel, inputs, named);
  time(ours); // warm
  for (let i = 0; i < 15; i++) {
    if (stockOn === backend && i < runs) times.stock.push(time(theirs));
    times.ours.push(time(ours));
  }
  const [a, b] = [median(times.stock), median(times.ours)];
  const stockName = stockOn === backend ? `stock ${backend}` : 'stock cpu';
  console.log(
    `| ${kernel} | ${what} | ${stockName} ${a.toFixed(2)} ms | ${b.toFixed(2)} ms | ${a / b < 10 ? (a / b).toFixed(1) : Math.round(a / b)} |`,
  );
  tf.disposeVariables();
}

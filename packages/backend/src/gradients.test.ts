import * as tf from '@tensorflow/tfjs-core';
import { absGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Abs_grad';
import { registerGradients } from './gradients';

// Every op that networks and bounds differentiate, against central differences. All kernels that the
// gradients run must therefore exist on the backend under test.
const image = (x: tf.Tensor) => tf.reshape(x, [1, 3, 4, 1]) as tf.Tensor4D;
const matrix = (x: tf.Tensor) => tf.reshape(x, [3, 4]);
const filter = tf.util.sizeFromShape([2, 2, 1, 2]);
const firstEight = (x: tf.Tensor, shape: [number, number, number, number]) =>
  tf.reshape<tf.Rank.R4>(tf.slice(x, [0], [filter]), shape);
const pools = [2, 2] as [number, number];

const ops: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  relu: tf.relu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.1),
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  erf: tf.erf,
  abs: tf.abs,
  square: tf.square,
  exp: tf.exp,
  sin: tf.sin,
  log: (x) => tf.log(tf.abs(x)),
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  rsqrt: (x) => tf.rsqrt(tf.abs(x)),
  reciprocal: tf.reciprocal,
  logSumExp: (x) => tf.logSumExp(matrix(x), 1),
  softmax: (x) => tf.softmax(matrix(x)),
  logSoftmax: (x) => tf.logSoftmax(matrix(x)),
  max: (x) => tf.max(matrix(x), 1),
  min: (x) => tf.min(matrix(x), 0),
  mean: (x) => tf.mean(matrix(x), 0),
  prod: (x) => tf.prod(matrix(x), 1),
  'prod of all': (x) => tf.prod(x),
  cumsum: (x) => tf.cumsum(matrix(x), 1),
  maximum: (x) => tf.maximum(x, tf.reverse(x)),
  minimum: (x) => tf.minimum(x, tf.reverse(x)),
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.5),
  div: (x) => tf.div(tf.slice(x, [0], [6]), tf.slice(x, [6], [6])),
  pow: (x) => tf.pow(tf.abs(x), 3),
  gather: (x) => tf.gather(x, tf.tensor1d([0, 3, 3, 7], 'int32')),
  'gather along an axis': (x) => tf.gather(matrix(x), tf.tensor1d([2, 2, 0], 'int32'), 1),
  'gather in batches': (x) =>
    tf.gather(
      matrix(x),
      tf.tensor2d(
        [
          [3, 0],
          [1, 1],
          [0, 2],
        ],
        [3, 2],
        'int32',
      ),
      1,
      1,
    ),
  pad: (x) =>
    tf.pad(matrix(x), [
      [1, 0],
      [0, 2],
    ]),
  slice: (x) => tf.slice(matrix(x), [1, 1], [2, 2]),
  concat: (x) => tf.concat([x, tf.square(x)]),
  stack: (x) => tf.stack([x, tf.square(x)]),
  unstack: (x) => tf.mul(tf.unstack(matrix(x))[0]!, tf.unstack(matrix(x))[2]!),
  split: (x) => tf.mul(tf.split(x, 2)[0]!, tf.split(x, 2)[1]!),
  transpose: (x) => tf.transpose(matrix(x)),
  tile: (x) => tf.tile(matrix(x), [2, 3]),
  reverse: (x) => tf.reverse(matrix(x), 1),
  broadcastTo: (x) => tf.broadcastTo(tf.reshape(x, [1, 12]), [3, 12]),
  where: (x) => tf.where(tf.tensor1d([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], 'bool'), x, tf.square(x)),
  matMul: (x) => tf.matMul(matrix(x), matrix(x), false, true),
  'matMul, batch of left-hand sides': (x) =>
    tf.matMul(tf.reshape(x, [3, 2, 2]), tf.reshape(tf.slice(x, [2], [4]), [2, 2])),
  'matMul, batch of right-hand sides': (x) =>
    tf.matMul(tf.reshape(tf.slice(x, [2], [4]), [1, 2, 2]), tf.reshape(x, [3, 2, 2]), true, true),
  conv2d: (x) => tf.conv2d(image(x), firstEight(x, [2, 2, 1, 2]), [2, 1], 'same'),
  'conv2d, dilated': (x) => tf.conv2d(image(x), firstEight(x, [2, 2, 1, 2]), 1, 'valid', 'NHWC', [2, 3]),
  'conv2d, dilated by one number': (x) =>
    tf.conv2d(image(x), firstEight(x, [2, 2, 1, 2]), 1, 'same', 'NHWC', 2),
  conv2dTranspose: (x) => tf.conv2dTranspose(image(x), firstEight(x, [2, 2, 2, 1]), [1, 6, 8, 2], 2, 'same'),
  'depthwiseConv2d, dilated': (x) =>
    tf.depthwiseConv2d(image(x), firstEight(x, [2, 2, 1, 2]), 1, 'same', 'NHWC', [1, 2]),
  depthwiseConv2d: (x) => tf.depthwiseConv2d(image(x), firstEight(x, [2, 2, 1, 2]), 1, 'valid'),
  avgPool: (x) => tf.avgPool(image(x), pools, 2, 'same'),
  maxPool: (x) => tf.maxPool(image(x), pools, 1, 'valid'),
};

// Distinct, and further from one another and from every kink above than the step of the differences.
const point = [-1.31, 0.72, -0.23, 1.18, 0.34, -0.85, 0.95, -0.61, 0.13, -1.07, 1.43, -0.39];
const STEP = 0.004;

describe('gradients agree with central differences', () => {
  it.each(Object.entries(ops))('%s', async (_, op) => {
    const x = tf.tensor1d(point);
    const weights = tf.tidy(() => tf.cos(tf.range(0, op(x).size, 1, 'float32'))); // tell the outputs apart
    const loss = (at: tf.Tensor) => tf.sum(tf.mul(tf.reshape(op(at), [-1]), weights)) as tf.Scalar;
    const gradient = [...(await tf.grad(loss)(x).data())];
    for (const [i, value] of gradient.entries()) {
      const at = (step: number) =>
        loss(tf.tensor1d(point.map((v, j) => (j === i ? v + step : v)))).dataSync()[0]!;
      const difference = (at(STEP) - at(-STEP)) / (2 * STEP);
      expect(Math.abs(value - difference)).toBeLessThan(5e-3 * Math.max(1, Math.abs(difference)));
    }
  });
});

describe('gradients at kinks and ties', () => {
  const gradient = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => [
    ...tf
      .grad((v) => tf.sum(f(v)))(x)
      .dataSync(),
  ];

  it('|x| has the gradient 0 at 0', () => {
    expect(gradient(tf.abs, tf.tensor1d([-2, 0, 3]))).toEqual([-1, 0, 1]);
  });

  it('can be registered again, after a package that registers those of tfjs', () => {
    const zero = tf.tensor1d([0]);
    tf.registerGradient(absGradConfig);
    expect(gradient(tf.abs, zero)).toEqual([-1]);
    registerGradients();
    expect(gradient(tf.abs, zero)).toEqual([0]);
  });

  it('relu has the gradient 0 at 0', () => {
    expect(gradient(tf.relu, tf.tensor1d([-2, 0, 3]))).toEqual([0, 0, 1]);
  });

  it('max and min share their gradient among ties', () => {
    expect(
      gradient(
        (x) => tf.max(x, 1),
        tf.tensor2d([
          [0, 0],
          [1, 2],
        ]),
      ),
    ).toEqual([0.5, 0.5, 0, 1]);
    expect(gradient((x) => tf.min(x), tf.tensor1d([1, 1, 2]))).toEqual([0.5, 0.5, 0]);
  });

  it('a product with one factor 0 has a gradient there alone', () => {
    expect(gradient((x) => tf.prod(x), tf.tensor1d([0, 2, 3]))).toEqual([6, 0, 0]);
  });

  it('refuses mirrorPad, whose gradient in tfjs is wrong', () => {
    const { gradFunc } = tf.getGradient('MirrorPad');
    expect(() => gradFunc(tf.zeros([4]), [tf.zeros([2])], {})).toThrow('gradient of mirrorPad');
  });
});

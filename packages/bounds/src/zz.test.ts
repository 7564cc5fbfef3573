import * as tf from '@tensorflow/tfjs-core';
import { ops } from './ops/table';

const N = Number.NaN;
const show = (n: string, f: () => tf.Tensor) => {
  let s;
  try {
    s = [...tf.tidy(f).dataSync()].join(' ');
  } catch (e) {
    s = 'ERR ' + (e as Error).message.slice(0, 150);
  }
  process.stdout.write(`${tf.getBackend()} ${n}: ${s}\n`);
};
it('x', () => {
  const v = tf.tensor([N, Infinity, -Infinity, 1e30, -1e30, 100, -100, 0]);
  for (const f of [
    'relu',
    'elu',
    'selu',
    'sigmoid',
    'tanh',
    'softplus',
    'exp',
    'abs',
    'square',
    'erf',
    'relu6',
    'reciprocal',
    'sqrt',
    'log',
    'sign',
    'step',
  ] as const)
    show(f, () => (tf as any)[f](v));
  show('leaky', () => tf.leakyRelu(v, 0.1));
  show('clip', () => tf.clipByValue(v, -1, 1));
  show('min l', () => tf.minimum(v, 1));
  show('min r', () => tf.minimum(tf.scalar(1), v));
  show('max l', () => tf.maximum(v, 1));
  show('max r', () => tf.maximum(tf.scalar(1), v));
  for (const [a, b] of [
    [N, 1],
    [1, N],
    [N, N],
    [Infinity, N],
  ]) {
    show(`min ${a} ${b}`, () => tf.minimum(tf.tensor1d([a!]), tf.tensor1d([b!])));
    show(`max ${a} ${b}`, () => tf.maximum(tf.tensor1d([a!]), tf.tensor1d([b!])));
  }
  for (const r of [
    [N, 1, 2],
    [1, N, 2],
    [1, 2, N],
    [N, N, N],
    [-Infinity, -Infinity, -Infinity],
    [Infinity, 1, -Infinity],
  ]) {
    const t = tf.tensor2d([r]);
    show(`max ${r}`, () => tf.max(t, 1));
    show(`mean ${r}`, () => tf.mean(t, 1));
    show(`min ${r}`, () => tf.min(t, 1));
    show(`sum ${r}`, () => tf.sum(t, 1));
    show(`softmax ${r}`, () => tf.softmax(t));
    show(`argmin ${r}`, () => tf.argMin(t, 1));
    show(`topk ${r}`, () => tf.topk(t, 2).indices);
    show(`avgPool ${r}`, () => tf.avgPool(tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D, [2, 1], 1, 'valid'));
    show(`maxPool ${r}`, () => tf.maxPool(tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D, [2, 1], 1, 'valid'));
    show(`maxPool1 ${r}`, () => tf.maxPool(tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D, [1, 1], 1, 'valid'));
    show(`matmul0 ${r}`, () => tf.matMul(t, tf.zeros([3, 2])));
    show(`conv0 ${r}`, () =>
      tf.conv2d(tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D, tf.zeros([2, 1, 1, 1]), 1, 'valid'),
    );
    show(`dw0 ${r}`, () =>
      tf.depthwiseConv2d(tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D, tf.zeros([2, 1, 1, 1]), 1, 'valid'),
    );
    show(`dwK ${r}`, () =>
      tf.depthwiseConv2d(
        tf.zeros([1, 4, 1, 1]) as tf.Tensor4D,
        tf.reshape(t, [3, 1, 1, 1]) as tf.Tensor4D,
        1,
        'valid',
      ),
    );
    show(`convT0 ${r}`, () =>
      tf.conv2dTranspose(
        tf.reshape(t, [1, 3, 1, 1]) as tf.Tensor4D,
        tf.zeros([2, 1, 1, 1]),
        [1, 4, 1, 1],
        1,
        'valid',
      ),
    );
  }
  show('oneHot', () => tf.oneHot(tf.tensor1d([-1, 3, 0, 7, -100, 2], 'int32'), 3));
  show('oneHot big', () => tf.oneHot(tf.tensor1d([2147483647, -2147483648, 0], 'int32'), 3));
  show('cast nan', () => tf.cast(v, 'int32'));
  show('mod', () => tf.mod(tf.tensor1d([-1, -7, 3, 11], 'int32'), tf.scalar(3, 'int32')));
  show('where', () => tf.where(tf.tensor1d([1, 0], 'bool'), tf.tensor1d([N, N]), tf.tensor1d([N, 1])));
  show('le', () => tf.lessEqual(tf.tensor1d([N, 0, N]), tf.tensor1d([0, N, N])));
  const xs = Array.from({ length: 200001 }, (_, i) => -10 + i * 1e-4);
  for (const f of ['elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'exp', 'softsign', 'hardSigmoid'] as const) {
    const y = (ops as any)[f].forward(tf.tensor1d(xs), {}).dataSync();
    let worst = 0;
    let at = 0;
    let rel = 0;
    for (let i = 1; i < y.length; i++) {
      const d = y[i - 1] - y[i];
      if (d > worst) {
        worst = d;
        at = xs[i]!;
      }
      rel = Math.max(rel, d / Math.abs(y[i]));
    }
    process.stdout.write(`${f} nonmonotone ${worst} at ${at} rel ${rel}\n`);
  }
});

import * as tf from '@tensorflow/tfjs-core';
import { disposeNetwork } from '../network';
import { assignWeights } from './assign-weights';
import { sample, weightNames } from './testing';
import { type WeightArrays, weightArrays } from './weight-arrays';

describe('weightArrays and assignWeights', () => {
  it('carry all weights from one network to another', async () => {
    const [from, to] = [sample(1), sample(2)];
    const arrays = await weightArrays(from);
    expect(Object.keys(arrays)).toEqual(weightNames);
    expect(arrays['first/kernel']!.shape).toEqual([4, 3]);
    expect(await weightArrays(to)).not.toEqual(arrays);
    assignWeights(to, arrays);
    expect(await weightArrays(to)).toEqual(arrays);
    disposeNetwork(from);
    disposeNetwork(to);
  });

  it('give the weights of the moment of the call, in memory of their own', async () => {
    const net = sample();
    const kernel = net.variables['first/kernel']!;
    const before = Array.from(kernel.dataSync());
    const reading = weightArrays(net);
    tf.tidy(() => kernel.assign(tf.zerosLike(kernel)));
    const arrays = await reading;
    expect(Array.from(arrays['first/kernel']!.data)).toEqual(before);
    assignWeights(net, arrays);
    arrays['first/kernel']!.data.fill(9);
    expect(Array.from(kernel.dataSync())).toEqual(before);
    disposeNetwork(net);
  });

  it('allocate nothing', async () => {
    const net = sample();
    const before = tf.memory().numTensors;
    assignWeights(net, await weightArrays(net));
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(net);
  });

  const kernel = (data: readonly number[], shape = [4, 3]) => ({ shape, data: Float32Array.from(data) });
  const twelve = Array<number>(12).fill(5);
  type Change = (arrays: WeightArrays) => WeightArrays;
  const refusals: { readonly [what: string]: readonly [Change, message: string] } = {
    'missing weights': [
      ({ 'last/bias': _, 'norm/mean': __, ...rest }) => rest,
      'assignWeights: expected one of each weight of the network, got no "norm/mean", "last/bias"',
    ],
    'unknown weights': [
      (arrays) => ({ ...arrays, other: kernel([1], [1]) }),
      'assignWeights: expected one of each weight of the network, got unknown "other"',
    ],
    'renamed weights': [
      ({ 'last/bias': bias, ...rest }) => ({ ...rest, 'end/bias': bias! }),
      'assignWeights: expected one of each weight of the network, got no "last/bias" and unknown "end/bias"',
    ],
    'another shape': [
      (arrays) => ({ ...arrays, 'first/kernel': kernel(twelve, [3, 4]) }),
      'assignWeights: weight "first/kernel": expected shape [4,3], got [3,4]',
    ],
    'too few values': [
      (arrays) => ({ ...arrays, 'first/kernel': kernel([1, 2]) }),
      'assignWeights: weight "first/kernel": expected 12 values, got 2',
    ],
    NaN: [
      (arrays) => ({ ...arrays, 'first/kernel': kernel(twelve.map((v, i) => (i === 7 ? Number.NaN : v))) }),
      'assignWeights: weight "first/kernel": expected finite values, got NaN at element 7',
    ],
    Infinity: [
      (arrays) => ({ ...arrays, 'last/bias': kernel([1, Number.NEGATIVE_INFINITY], [2]) }),
      'assignWeights: weight "last/bias": expected finite values, got -Infinity at element 1',
    ],
  };

  it.each(Object.entries(refusals))('refuse %s, and change nothing', async (_, [change, message]) => {
    const [from, to] = [sample(1), sample(2)];
    const before = await weightArrays(to);
    const arrays = change(await weightArrays(from));
    expect(() => assignWeights(to, arrays)).toThrow(new Error(message));
    expect(await weightArrays(to)).toEqual(before);
    disposeNetwork(from);
    disposeNetwork(to);
  });
});

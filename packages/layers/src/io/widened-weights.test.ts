import { linfBall } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../builder';
import * as built from '../builder';
import { relu, softmax } from '../builders/activation';
import { batchNorm } from '../builders/batch-norm';
import { identity, merge, residual, sequential } from '../builders/combine';
import { conv2d } from '../builders/conv2d';
import { dense } from '../builders/dense';
import { normalize } from '../builders/normalize';
import { conv1d } from '../builders/one-dimensional';
import { globalAveragePool } from '../builders/pool';
import { flatten } from '../builders/shape';
import { orthogonal } from '../initializers/orthogonal';
import { apply, propagate } from '../interpreter';
import { disposeNetwork, type Network } from '../network';
import { distance, normal, randomize } from '../testing';
import { assignWeights } from './assign-weights';
import { weightArrays } from './weight-arrays';
import { widenedWeights } from './widened-weights';

const conv = (filters: number, strides = 1) => conv2d({ filters, kernelSize: 3, strides, padding: 'same' });
const classifier = (channels: number, units: number) =>
  sequential(
    normalize({ mean: [0.5, 0.25], std: 0.25 }),
    conv(channels),
    batchNorm(),
    relu(),
    conv(channels + 1, 2),
    batchNorm(),
    relu(),
    flatten(),
    dense(units, { useBias: false }),
    batchNorm(),
    relu(),
    dense(3),
  );
const skips = (channels: number) =>
  sequential(conv(channels), residual(sequential(relu(), conv(channels))), globalAveragePool(), dense(3));
const series = (channels: number) =>
  sequential(conv1d({ filters: channels, kernelSize: 2 }), relu(), flatten(), dense(3));

const pairs: readonly (readonly [string, Shape, Layer, Layer])[] = [
  ['a classifier, by half', [5, 5, 2], classifier(4, 6), classifier(6, 9)],
  ['a classifier, three times', [5, 5, 2], classifier(2, 3), classifier(6, 11)],
  ['fully connected layers alone', [5, 5, 2], classifier(4, 6), classifier(4, 7)],
  ['residual blocks', [4, 4, 2], skips(3), skips(5)],
  ['one dimension', [6, 2], series(3), series(4)],
  ['nothing', [4, 4, 2], skips(3), skips(3)],
];

const made: Network[] = [];
function network(...of: Parameters<typeof built.network>): Network {
  const net = built.network(...of);
  made.push(net);
  return net;
}

async function widen(shape: Shape, from: Layer, to: Layer, seed = 0): Promise<[Network, Network]> {
  const [narrow, wide] = [randomize(network(shape, from)), network(shape, to, { seed: 9 })];
  assignWeights(wide, await widenedWeights(wide, await weightArrays(narrow), { seed }));
  return [narrow, wide];
}

describe('widenedWeights', () => {
  afterEach(() => made.splice(0).forEach(disposeNetwork));

  it.each(pairs)('keeps the function and its interval bounds: %s', async (_, shape, from, to) => {
    const [narrow, wide] = await widen(shape, from, to);
    const x = tf.randomUniform([4, ...shape], 0, 1, 'float32', 3);
    expect(distance(apply(wide, x), apply(narrow, x))).toBeLessThan(2e-5);
    const [expected, got] = [propagate(narrow, linfBall(x, 0.1)), propagate(wide, linfBall(x, 0.1))];
    expect(distance(got.lower, expected.lower)).toBeLessThan(1e-4);
    expect(distance(got.upper, expected.upper)).toBeLessThan(1e-4);
  });

  it('has copies share what a unit read of one, by hand', async () => {
    const of = (units: number) => network([1], sequential(dense(units), relu(), dense(1)));
    const narrow = of(2);
    const kernels = ['dense_1/kernel', 'dense_2/kernel'] as const;
    assignWeights(narrow, {
      'dense_1/kernel': { shape: [1, 2], data: Float32Array.of(3, -5) },
      'dense_1/bias': { shape: [2], data: Float32Array.of(1, 2) },
      'dense_2/kernel': { shape: [2, 1], data: Float32Array.of(7, 11) },
      'dense_2/bias': { shape: [1], data: Float32Array.of(4) },
    });
    const wide = await widenedWeights(of(3), await weightArrays(narrow));
    const [first, second] = kernels.map((name) => [...wide[name]!.data]) as [number[], number[]];
    expect(first).toEqual([3, -5, 3]);
    expect([...wide['dense_1/bias']!.data]).toEqual([1, 2, 1]);
    expect(second[0]! + second[2]!).toBeCloseTo(7, 5);
    expect(second[1]).toBe(11);
    // each at least a quarter of it, so that none is idle
    expect(Math.min(second[0]!, second[2]!)).toBeGreaterThan(7 / 4 - 1e-5);
    expect([...wide['dense_2/bias']!.data]).toEqual([4]);
  });

  it('lets training move copies apart: their gradients differ', async () => {
    const [, wide] = await widen([5, 5, 2], classifier(2, 3), classifier(4, 6));
    const x = normal([8, 5, 5, 2], 4);
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(apply(wide, x))) as tf.Scalar);
    const narrow = { 'conv2d_1/kernel': 2, 'conv2d_2/kernel': 3, 'dense_1/kernel': 3 };
    for (const [name, count] of Object.entries(narrow)) {
      const gradient = grads[wide.variables[name]!.name]!;
      const channels = gradient.shape.at(-1)!;
      const rows = tf.transpose(tf.reshape(gradient, [-1, channels]));
      const [originals, others] = [0, count].map((at) => tf.slice(rows, [at, 0], [channels - count, -1]));
      const apart = tf.norm(tf.sub(originals!, others!)).dataSync()[0]!;
      expect(apart / tf.norm(rows).dataSync()[0]!).toBeGreaterThan(0.01);
    }
  });

  it('draws the same shares for a seed, and others for another', async () => {
    const kernel = async (seed: number) => {
      const [, wide] = await widen([4, 4, 2], skips(3), skips(5), seed);
      return wide.variables['conv2d_2/kernel']!;
    };
    const [a, b, c] = [await kernel(1), await kernel(1), await kernel(2)];
    expect(distance(a, b)).toBe(0);
    expect(distance(a, c)).toBeGreaterThan(0);
  });

  it('leaks nothing', async () => {
    const [narrow, wide] = await widen([4, 4, 2], skips(3), skips(5));
    const arrays = await weightArrays(narrow);
    const before = tf.memory().numTensors;
    await widenedWeights(wide, arrays);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what it cannot widen', async () => {
    const refusal = async (shape: Shape, from: Layer, to: Layer) =>
      expect(widen(shape, from, to).then(() => 'done')).rejects;
    const of = (units: number, ...between: Layer[]) => sequential(dense(units), ...between, dense(3));
    await (await refusal([4], of(5), of(4))).toThrow(
      'widenedWeights: layer "dense_1": expected at least 5 channels, got 4',
    );
    await (await refusal([4], of(4), of(5, softmax()))).toThrow(
      'layer "softmax_1": expected one that keeps channels apart, got softmax',
    );
    await (await refusal([4], of(4), of(5, batchNorm()))).toThrow('got no "batchNorm_1/gamma"');
    await (await refusal([4], of(4, dense(4)), of(4))).toThrow(
      'got unknown "dense_3/kernel", "dense_3/bias"',
    );
    await (await refusal([4], sequential(dense(3)), sequential(dense(5)))).toThrow(
      'expected 3 outputs, got 5',
    );
    // copies in turn of every place, and in turn of all: as many of each, and not the same
    const places = (filters: number, units: number) =>
      sequential(conv(filters), flatten(), merge('add', identity(), dense(units)), dense(3));
    await (await refusal([1, 2, 1], places(2, 4), places(3, 6))).toThrow(
      'expected one that keeps channels apart, got add',
    );
    const twice =
      (units: number): Layer =>
      (build, x) => {
        const kernel = build.variable('shared/kernel', [units, units], orthogonal());
        const once = build.add('dense', { kernel }, [dense(units)(build, x)], 'once');
        return dense(3)(build, build.add('dense', { kernel }, [once], 'again'));
      };
    await (await refusal([2], twice(2), twice(3))).toThrow(
      'layer "again": expected weights of its own, got "shared/kernel" of one before',
    );
    const grouped = (filters: number) =>
      sequential(conv(filters), conv2d({ filters: 4, kernelSize: 1, groups: 2 }), flatten(), dense(3));
    await (await refusal([4, 4, 2], grouped(2), grouped(4))).toThrow(
      'weight "conv2d_2/kernel": expected shape [1,1,2,4], got [1,1,1,4]',
    );
    const narrow = await weightArrays(network([4], of(4)));
    const wide = network([4], of(5));
    await expect(widenedWeights(wide, narrow, { seed: 0.5 })).rejects.toThrow(
      'whole number as seed, got 0.5',
    );
    const bad = { ...narrow, 'dense_1/bias': { shape: [4], data: Float32Array.of(1, Number.NaN, 1, 1) } };
    await expect(widenedWeights(wide, bad)).rejects.toThrow('expected finite values, got NaN at element 1');
    const short = { ...narrow, 'dense_1/bias': { shape: [3], data: new Float32Array(3) } };
    await expect(widenedWeights(wide, short)).rejects.toThrow(
      'weight "dense_1/bias": expected shape [4], got [3]',
    );
  });
});

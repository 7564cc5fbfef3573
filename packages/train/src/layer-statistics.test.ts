import { activation, dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { layerStatistics, neuronStability } from './layer-statistics';
import { build } from './testing';

const row = (...values: number[]) => ({ x: tf.tensor2d([values]), labels: [0] });

/** Three ReLUs of one input: x, x - 0.5 and -x, then their sum twice. */
function threeRelus(): Network {
  const net = network([1], sequential(dense(3), relu(), dense(2)), { seed: 1 });
  tf.tidy(() => {
    net.variables['dense_1/kernel']!.assign(tf.tensor2d([[1, 1, -1]]));
    net.variables['dense_1/bias']!.assign(tf.tensor1d([0, -0.5, 0]));
    net.variables['dense_2/kernel']!.assign(tf.ones([3, 2]));
    net.variables['dense_2/bias']!.assign(tf.zeros([2]));
  });
  return net;
}

describe('layerStatistics', () => {
  it('measures radii and counts ReLUs that are decided, as a hand does', async () => {
    const net = threeRelus();
    // around 0.5 by 0.25: [0.25, 0.75], [-0.25, 0.25], [-0.75, -0.25]; after the ReLUs radii 0.25, 0.125, 0
    const layers = await layerStatistics(net, [row(0.5)], { epsilon: 0.25 });
    const third = expect.closeTo(1 / 3, 6);
    expect(layers).toEqual([
      {
        name: 'dense_1',
        units: 3,
        meanRadius: 0.25,
        stability: { active: third, inactive: third, unstable: third },
      },
      { name: 'dense_2', units: 2, meanRadius: expect.closeTo(0.375, 6) },
    ]);
    disposeNetwork(net);
  });

  it('is the average over examples, however they are batched', async () => {
    const net = threeRelus();
    const apart = await layerStatistics(net, [row(0.5), row(0.1)], { epsilon: 0.05 });
    const x = tf.tensor2d([[0.5], [0.1]]);
    const together = await layerStatistics(net, [{ x, labels: [0, 0] }], { epsilon: 0.05 });
    together.forEach(({ meanRadius, stability }, i) => {
      expect(meanRadius).toBeCloseTo(apart[i]!.meanRadius, 6);
      expect(stability).toEqual(apart[i]!.stability);
    });
    disposeNetwork(net);
  });

  it('counts a ReLU that is 0 throughout once, as inactive', async () => {
    const net = threeRelus();
    const [first] = await layerStatistics(net, [row(0)], { epsilon: 0 });
    expect(first!.stability).toEqual({ active: 0, inactive: 1, unstable: 0 });
    disposeNetwork(net);
  });

  it('looks at batch norm through the affine map it is, and leaves the network as it was', async () => {
    const net = build();
    const x = () => tf.randomUniform([4, 6, 6, 1], 0, 1, 'float32', 3);
    const before = tf.memory().numTensors;
    const layers = await layerStatistics(net, [{ x: x(), labels: [0, 1, 2, 0] }], { epsilon: 0.1 });
    expect(tf.memory().numTensors).toBe(before);
    expect(layers.map(({ name, units }) => [name, units])).toEqual([
      ['batchNorm_1', 27],
      ['dense_1', 6],
      ['dense_2', 3],
    ]);
    const narrow = await layerStatistics(net, [{ x: x(), labels: [0, 1, 2, 0] }], { epsilon: 0.01 });
    narrow.forEach(({ meanRadius }, i) => {
      expect(meanRadius).toBeLessThan(layers[i]!.meanRadius);
    });
    expect(neuronStability(narrow)!.unstable).toBeLessThan(neuronStability(layers)!.unstable);
    disposeNetwork(net);
  });

  it('counts a unit without bounds as unstable', async () => {
    const net = threeRelus();
    tf.tidy(() => net.variables['dense_1/bias']!.assign(tf.tensor1d([Number.NaN, 0, 0])));
    const [first] = await layerStatistics(net, [row(0.5)], { epsilon: 0.25 });
    expect(first!.stability).toEqual({
      active: expect.closeTo(1 / 3, 6),
      inactive: expect.closeTo(1 / 3, 6),
      unstable: expect.closeTo(1 / 3, 6),
    });
    expect(first!.meanRadius).toBeNaN();
    disposeNetwork(net);
  });

  it('refuses a negative radius, and no examples', async () => {
    const net = threeRelus();
    await expect(layerStatistics(net, [], { epsilon: -1 })).rejects.toThrow('epsilon >= 0, got -1');
    await expect(layerStatistics(net, [], { epsilon: 0 })).rejects.toThrow('expected at least one example');
    disposeNetwork(net);
  });
});

it('names raw inputs, and measures them in the range that suits', async () => {
  const net = network([2], sequential(dense(3), relu(), dense(2)), { seed: 1 });
  const raw = () => ({ x: tf.tensor2d([[40, 8000]]), labels: [0] });
  await expect(layerStatistics(net, [raw()], { epsilon: 0.1 })).rejects.toThrow(
    'layerStatistics: expected inputs in [0, 1], got 40 in example 0, feature 0; scale',
  );
  const range = [-Infinity, [42, Infinity]] as const;
  const [first] = await layerStatistics(net, [raw()], { epsilon: [4, 1000], range });
  // ages from 36 to 42: a radius of 3
  const kernel = (await net.variables['dense_1/kernel']!.array()) as number[][];
  const radius = [0, 1, 2].reduce(
    (sum, j) => sum + 3 * Math.abs(kernel[0]![j]!) + 1000 * Math.abs(kernel[1]![j]!),
    0,
  );
  expect(first!.meanRadius / (radius / 3)).toBeCloseTo(1, 4);
  await expect(layerStatistics(net, [], { epsilon: [4], range })).rejects.toThrow(
    'layerStatistics: expected one epsilon or 2 for the features of an input of shape [2], got 1',
  );
  disposeNetwork(net);
});

describe('neuronStability', () => {
  it('weighs layers by their units', () => {
    const layer = (units: number, active: number) => ({
      name: '',
      units,
      meanRadius: 0,
      stability: { active, inactive: 0, unstable: 1 - active },
    });
    expect(neuronStability([layer(3, 1), layer(1, 0)])).toEqual({
      active: 0.75,
      inactive: 0,
      unstable: 0.25,
    });
  });

  it('has nothing to say of a network without ReLUs', async () => {
    const net = network([1], sequential(dense(2), activation('sigmoid')), { seed: 1 });
    expect(neuronStability(await layerStatistics(net, [row(0.5)], { epsilon: 0.1 }))).toBeUndefined();
    disposeNetwork(net);
  });
});

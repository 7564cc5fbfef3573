import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IntervalBounds, linfBall } from '@ibp/bounds';
import {
  apply,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  fromLayersModel,
  lower,
  maxPool,
  type Network,
  network,
  networkOf,
  propagate,
  relu,
  sequential,
} from '@ibp/layers';
import { networkToOnnx } from '@ibp/onnx/export';
import { plainFromOnnx } from '@ibp/onnx/import';
import { crownBounds } from '@ibp/relax';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

const folder = path.join(__dirname, '..', '..', '..', 'onnx', 'corpus', 'fixtures');
const names = readdirSync(folder).filter((name) => /^(torch-(?!legacy)|keras-).*onnx$/.test(name));

/** Bounds of the outputs by interval arithmetic, and by CROWN where it has lines for all ops. */
const boundsOf = (net: Network, box: IntervalBounds): IntervalBounds[] => [
  propagate(net, box),
  ...(net.nodes.some(({ op }) => op === 'softmax') ? [] : [crownBounds(lower(net), box).at(-1)!]),
];

it.each(names)('no input of a box leaves the bounds of %s', (name) => {
  const net = networkOf(plainFromOnnx(readFileSync(path.join(folder, name))));
  tf.tidy(() => {
    const size = net.inputShape.reduce((a, b) => a * b, 1);
    const x = tf.tensor(randomFloats(size, 7), [1, ...net.inputShape]);
    const points = 40;
    // half of them corners of the box
    const steps = randomFloats(points * size, 8).map((v, i) => (i % (2 * size) < size ? Math.sign(v) : v));
    const y = apply(net, tf.add(x, tf.mul(tf.tensor(steps, [points, ...net.inputShape]), 0.1)));
    for (const { lower: low, upper: high } of boundsOf(net, linfBall(x, 0.1001, [-10, 10]))) {
      expect(tf.all(tf.lessEqual(low, high)).dataSync()[0]).toBe(1);
      const inside = tf.logicalAnd(tf.greaterEqual(y, low), tf.lessEqual(y, high));
      expect(tf.all(inside).dataSync()[0]).toBe(1);
    }
  });
  disposeNetwork(net);
});

it('a net of our builders, of Keras and of ONNX has one set of bounds', async () => {
  const layers = sequential(
    conv2d({ filters: 3, kernelSize: 3 }),
    relu(),
    maxPool({ size: 2 }),
    flatten(),
    dense(2),
  );
  const own = network([6, 6, 2], layers, { seed: 5 });
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 2] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2 }),
    ],
  });
  model.setWeights(Object.values(own.variables));
  const keras = fromLayersModel(model);
  const onnx = networkOf(plainFromOnnx(await networkToOnnx(own)));
  tf.tidy(() => {
    const box = linfBall(tf.tensor(randomFloats(72, 3), [1, 6, 6, 2]), 0.05, [-10, 10]);
    const [expected, ...others] = [own, keras, onnx].map((net) => boundsOf(net, box));
    for (const bounds of others) {
      for (const [i, { lower: low, upper: high }] of bounds.entries()) {
        const ends = [low.dataSync(), high.dataSync()];
        for (const [k, end] of [expected![i]!.lower, expected![i]!.upper].entries()) {
          for (const [j, value] of end.dataSync().entries()) expect(ends[k]![j]).toBeCloseTo(value, 5);
        }
      }
    }
  });
  for (const net of [own, onnx]) disposeNetwork(net);
  model.dispose();
});

import { classificationSpec, linfBall } from '@ibp/bounds';
import { opNames, vocabulary } from '@ibp/core';
import { enclose, marginSpec, rigorousBounds, rigorousBox, rigorousRefusal } from '@ibp/exact';
import {
  activation,
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  forTraining,
  ibp,
  lower,
  maxPool,
  network,
  propagateAll,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { opCalls } from '../testing/op-calls';
import { opNetwork } from '../testing/op-network';
import { plainNetwork } from './from-network';

describe('agrees with float32 interval bounds', () => {
  it.each(opNames)('%s', async (op) => {
    for (const [run, call] of opCalls(op, 6).entries()) {
      const total = call.shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
      const net = opNetwork(call);
      const plain = await plainNetwork(net);
      expect(rigorousRefusal(plain)).toBeUndefined();
      const away = 'domain' in vocabulary[op] ? 1 : 0;
      const x = randomFloats(total, run, 3).map((v) => (away ? Math.abs(v) + away : v));
      const range = [-4, 4] as const;
      const float32 = propagateAll(net, linfBall(tf.tensor(x, [1, total]), 0.5, range)).at(-1)!;
      const { lower: l, upper: u } = enclose(plain, rigorousBox(x, 0.5, range)).boxes.at(-1)!;
      const [fl, fu] = [float32.lower.dataSync(), float32.upper.dataSync()];
      for (const i of fl.keys()) {
        // float32 pays more for its rounding, and so lies outside
        const near = 1e-4 * Math.max(1, Math.abs(fl[i]!), Math.abs(fu[i]!));
        for (const outside of [l[i]! - fl[i]!, fu[i]! - u[i]!]) {
          expect(outside).toBeGreaterThanOrEqual(-1e-6); // the ends of the ball are rounded, too
          expect(outside).toBeLessThan(near);
        }
      }
    }
  });

  it('for the bounds of a specification', async () => {
    const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
    const body = sequential(batchNorm(), relu(), conv(3), activation('abs'));
    const net = network(
      [6, 6, 2],
      sequential(
        conv(3),
        residual(body),
        maxPool({ size: 2, strides: 2 }),
        conv(2),
        relu(),
        flatten(),
        dense(4),
      ),
      { seed: 3 },
    );
    const plain = await plainNetwork(net);
    for (const epsilon of [0.001, 0.05]) {
      const x = randomFloats(72, 9).map(Math.abs);
      const box = linfBall(tf.tensor(x, [1, 6, 6, 2]), epsilon);
      const float32 = ibp()(lower(net), box, classificationSpec([2], 4)).dataSync();
      const bounds = rigorousBounds(plain, rigorousBox(x, epsilon), marginSpec(2, 4));
      const scale = Math.max(...float32.map(Math.abs));
      for (const [k, bound] of bounds.entries()) {
        expect(float32[k]! - bound).toBeGreaterThanOrEqual(0);
        expect(float32[k]! - bound).toBeLessThan(1e-3 * scale);
      }
    }
    disposeNetwork(net);
  });
});

it('refuses what float32 rounding alone makes look proved', async () => {
  const net = network([2], sequential(dense(2), relu(), dense(2)));
  const set = (name: string, values: number[]) =>
    net.variables[name]!.assign(tf.tensor(values, net.variables[name]!.shape));
  // y = 2^24 x0 + x1 and h = 0.75; the margin y - h - 2^24 is 0.25 at (1, 1), but float32 drops the x1
  set('dense_1/kernel', [2 ** 24, 0, 1, 0]);
  set('dense_1/bias', [0, 0.75]);
  set('dense_2/kernel', [0, 1, 0, -1]);
  set('dense_2/bias', [0, -(2 ** 24)]);
  const x = tf.tensor([1, 1], [1, 2]);
  const [float32, sound] = [forTraining(ibp()), ibp()].map(
    (bound) => bound(lower(net), linfBall(x, 0), classificationSpec([0], 2)).dataSync()[0],
  );
  expect(float32).toBeLessThan(0);
  expect(sound).toBeGreaterThanOrEqual(0.25);
  const plain = await plainNetwork(net);
  for (const method of ['ibp', 'crown', 'crown-crown'] as const) {
    const [bound] = rigorousBounds(plain, rigorousBox(new Float32Array([1, 1]), 0), marginSpec(0, 2), {
      method,
    });
    expect(bound).toBeCloseTo(0.25, 6);
  }
  for (const v of Object.values(net.variables)) v.dispose();
});

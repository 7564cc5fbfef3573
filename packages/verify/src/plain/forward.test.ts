import { opNames, vocabulary } from '@ibp/core';
import { plainForward } from '@ibp/exact';
import { apply } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { opCalls } from '../testing/op-calls';
import { opNetwork } from '../testing/op-network';
import { plainNetwork } from './from-network';

describe('plainForward agrees with tfjs', () => {
  it.each(opNames)('%s', async (op) => {
    for (const [run, call] of opCalls(op, 12).entries()) {
      const total = call.shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
      const network = opNetwork(call);
      const plain = await plainNetwork(network);
      const away = 'domain' in vocabulary[op] ? 1 : 0;
      const x = randomFloats(total, run, 3).map((v) => (away ? Math.abs(v) + away : v));
      const expected = await apply(network, tf.tensor(x, [1, total])).data();
      const actual = plainForward(plain, Float64Array.from(x));
      expect(actual.length).toBe(expected.length);
      for (const [i, value] of expected.entries()) {
        expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
      }
    }
  });
});

it('refuses an input of another size', async () => {
  const network = opNetwork({ op: 'relu', shapes: [[2]], params: () => ({}) });
  const plain = await plainNetwork(network);
  expect(() => plainForward(plain, new Float64Array(3))).toThrow(
    'plainForward: expected an input of 2 units, got 3',
  );
});

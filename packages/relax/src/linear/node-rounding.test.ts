import { classificationSpec, linfBall } from '@ibp/bounds';
import { dense, disposeNetwork, lower, network, propagateAll, relu, sequential } from '@ibp/layers';
import { layers, randomNetwork, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward';
import { outwardLines, relaxedNodes } from './node-rounding';
import { adaptiveSlope } from './relaxations/relu';

const names = Object.keys(layers).filter((name) => name !== 'branches and gates');

/** Constants of a specification on the input: with lines that pay, with a charge at every node, and without either. */
function constants(name: string, seed: number, constrain?: (node: number, c: tf.Tensor) => tf.Tensor) {
  const net = randomNetwork(name, seed);
  const found = tf.tidy(() => {
    const lowered = lower(net);
    const box = linfBall(tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', seed + 1), 0.1);
    const spec = classificationSpec([0, 2], 3);
    const bounds = propagateAll(lowered, box);
    const { relaxations, rounding: real } = relaxedNodes(lowered, bounds, adaptiveSlope);
    // a thousand times as much, or the rounding of the constants themselves would hide it
    const rounding = real.map((lost) => lost && { ...lost, allowance: 1000 * lost.allowance });
    const outward = relaxations.map((lines, i) => outwardLines(lowered, i, bounds, lines, rounding));
    const end = lowered.nodes.length - 1;
    const pass = (paying: object) =>
      valuesOf(backward(lowered, end, spec, { relaxations, ...paying, ...(constrain && { constrain }) }).d);
    return { lines: pass({ rounding, outward }), charges: pass({ rounding }), free: pass({}) };
  });
  disposeNetwork(net);
  return found;
}

describe.each(names)('%s', (name) => {
  it('lines that are moved outward pay for what charges at every node pay for', () => {
    for (let seed = 0; seed < 3; seed++) {
      const { lines, charges, free } = constants(name, seed);
      charges.forEach((charge, i) => {
        expect(charge).toBeGreaterThan(free[i]!);
        expect(lines[i]! - free[i]!).toBeGreaterThan((charge - free[i]!) * 0.999);
      });
    }
  });
});

it('they pay nothing where something is added to the coefficients on the way: charges do', () => {
  const { lines, charges } = constants('fully connected', 1, (_, c) => tf.mul(c, 1));
  expect(lines).toEqual(charges);
});

it('the lines of relu, by hand', () => {
  const net = network([1], sequential(dense(3), relu(), dense(1)));
  const [w, b] = Object.values(net.variables);
  tf.tidy(() => {
    w!.assign(tf.tensor2d([[1, 1, 1]]));
    b!.assign(tf.tensor1d([0, 2, -2])); // open, alive and dead over [-1, 1]
    const box = { lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[1]]) };
    const { rounding, outward } = relaxedNodes(lower(net), propagateAll(net, box), adaptiveSlope);
    const [dense1, relu1] = [rounding[1]!, rounding[2]!];
    const { by, relaxation, withInput } = outward[2]!;
    expect(withInput).toBe(true);
    // |w| m + |b| before relu, and the greatest |x| of its input: 1, 3 and 3 in both; nothing comes back through a dead one
    const [own, before] = [relu1.allowance, dense1.allowance];
    const expected = [own + before, 3 * own + 3 * before, 3 * own];
    valuesOf(by).forEach((x, i) => {
      expect(x / expected[i]!).toBeCloseTo(1, 3);
    });
    expect(valuesOf(relaxation.lower.offset!)).toEqual(valuesOf(by).map((x) => -x));
  });
  disposeNetwork(net);
});

import { classificationSpec, linfBall, seededDraw, worstCaseLogits } from '@ibp/bounds';
import {
  apply,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  type Network,
  network,
  propagate,
  relu,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { certifiedLoss } from './certified';
import { logitsCrossEntropy, nominalLoss } from './nominal';
import { randomSpecs } from './random-specs';
import { all, crossEntropy, hinge, mostViolated, type SpecLoss, softplus } from './spec-loss';

const value = (scalar: tf.Scalar): number => scalar.dataSync()[0]!;

describe('losses on margins', () => {
  const margins = () =>
    tf.tensor2d([
      [1, -2],
      [-20, 0.5],
    ]);
  const { log, exp } = Math;
  const mean = (...values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const cases: [string, SpecLoss, number][] = [
    ['cross-entropy, all', crossEntropy(all), mean(log(1 + exp(1) + exp(-2)), log(1 + exp(-20) + exp(0.5)))],
    ['cross-entropy, most violated', crossEntropy(mostViolated), mean(log(1 + exp(1)), log(1 + exp(0.5)))],
    ['hinge, all', hinge(all), mean(1, -2, -10, 0.5)],
    ['hinge, most violated', hinge(mostViolated), mean(1, 0.5)],
    ['hinge, slack 1', hinge(all, 1), mean(1, -1, -1, 0.5)],
    ['softplus, all', softplus(all), mean(...[11, 8, -10, 10.5].map((m) => log(1 + exp(m))))],
    [
      'cross-entropy, both at random',
      crossEntropy(randomSpecs(2)),
      mean(log(1 + exp(1) + exp(-2)), log(1 + exp(-20) + exp(0.5))),
    ],
  ];

  it.each(cases)('%s', (_, loss, expected) => {
    expect(value(loss(margins(), { random: seededDraw(3) }))).toBeCloseTo(expected, 5);
  });

  // the second, with its sign set, is what processors make of Infinity - Infinity
  it.each([0x7fc00000, 0xffc00000])('are NaN where a margin is (bits %d)', (bits) => {
    const row = Float32Array.from({ length: 8 }, (_, i) => i);
    new Uint32Array(row.buffer)[3] = bits;
    for (const loss of [crossEntropy(), hinge(), softplus(), hinge(mostViolated), hinge(randomSpecs(8))]) {
      expect(value(loss(tf.tensor2d(row, [1, 8]), { random: seededDraw(3) }))).toBeNaN();
    }
  });
});

describe('randomSpecs', () => {
  it('draws different columns of each row, others with another seed', () => {
    const margins = tf.tensor2d([[0, 1, 2, 3, 4, 5, 6, 7]]);
    const draw = (seed: number) =>
      Array.from(randomSpecs(3)(margins, { random: seededDraw(seed) }).dataSync());
    expect(new Set(draw(1)).size).toBe(3);
    expect(draw(1)).toEqual(draw(1));
    const seen = new Set(Array.from({ length: 20 }, (_, seed) => draw(seed)).flat());
    expect(seen.size).toBe(8);
  });

  it('refuses more than there are', () => {
    expect(() => randomSpecs(3)(tf.ones([1, 2]), { random: seededDraw(0) })).toThrow(
      'randomSpecs: expected a count from 1 to 2, got 3',
    );
  });
});

describe('logitsCrossEntropy', () => {
  it('is minus the log of the softmax at the label', () => {
    const logits = tf.tensor2d([[1, 2, 3]]);
    const expected = -Math.log(Math.exp(2) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    expect(value(logitsCrossEntropy(logits, [1]))).toBeCloseTo(expected, 5);
  });

  it('refuses a label that is no class, and labels for other examples', () => {
    expect(() => logitsCrossEntropy(tf.ones([1, 3]), [3])).toThrow(
      'expected labels from 0 to 2, got 3 at example 0',
    );
    expect(() => logitsCrossEntropy(tf.ones([1, 3]), [0, 1])).toThrow('labels: expected shape [1], got [2]');
  });

  it.each([-1, 3])('is NaN for a label of %i in a tensor, which is not read', (label) => {
    expect(value(logitsCrossEntropy(tf.ones([2, 3]), tf.tensor1d([0, label], 'int32')))).toBeNaN();
  });
});

describe('certifiedLoss', () => {
  let net: Network;
  let x: tf.Tensor;
  const labels = [0, 2];
  const point = { step: 0, epsilon: 0.1, kappa: 0.25, random: seededDraw(0) };

  beforeEach(() => {
    const layers = sequential(
      conv2d({ filters: 2, kernelSize: 2 }),
      relu(),
      flatten(),
      dense(5),
      relu(),
      dense(3),
    );
    net = network([4, 4, 1], layers, { seed: 3 });
    x = tf.randomUniform([2, 4, 4, 1], 0, 1, 'float32', 5);
  });
  afterEach(() => disposeNetwork(net));

  it('is eq. 12: without elision, the cross-entropies of the logits and of the worst-case logits', () => {
    const { loss, parts } = certifiedLoss({ bound: ibp({ elide: false }) })(net, { x, labels }, point);
    const fit = value(logitsCrossEntropy(apply(net, x), labels));
    const worst = worstCaseLogits(propagate(net, linfBall(x, 0.1)), labels);
    const spec = value(logitsCrossEntropy(worst, labels));
    expect(value(parts.fit!)).toBeCloseTo(fit, 5);
    expect(value(parts.spec!)).toBeCloseTo(spec, 4);
    expect(value(loss)).toBeCloseTo(0.25 * fit + 0.75 * spec, 4);
  });

  it('is no greater with elision', () => {
    const elided = certifiedLoss()(net, { x, labels }, point).loss;
    const plain = certifiedLoss({ bound: ibp({ elide: false }) })(net, { x, labels }, point).loss;
    expect(value(elided)).toBeLessThan(value(plain));
  });

  it('is the nominal loss at epsilon 0, whatever kappa', () => {
    const nominal = value(nominalLoss()(net, { x, labels }, point).loss);
    const certified = value(certifiedLoss()(net, { x, labels }, { ...point, epsilon: 0 }).loss);
    expect(certified).toBeCloseTo(nominal, 5);
  });

  it('computes no bounds while kappa is 1', () => {
    const bound = () => {
      throw new Error('bounds were computed');
    };
    const { loss, parts } = certifiedLoss({ bound })(net, { x, labels }, { ...point, kappa: 1 });
    expect(Object.keys(parts)).toEqual(['fit']);
    expect(value(loss)).toBeCloseTo(value(nominalLoss()(net, { x, labels }, point).loss), 6);
  });

  it('bounds what the specification can be in the ball', () => {
    const spec = classificationSpec(labels, 3);
    const margins = ibp()(net as never, linfBall(x, 0.1), spec);
    expect(margins.shape).toEqual([2, 2]);
  });

  it.each([
    ['cross-entropy', crossEntropy()],
    ['hinge', hinge()],
    ['softplus', softplus()],
  ])('has the gradient that finite differences give (%s)', (_, specLoss) => {
    const lossAt = () => tf.tidy(() => value(certifiedLoss({ specLoss })(net, { x, labels }, point).loss));
    const { grads } = tf.variableGrads(
      () => certifiedLoss({ specLoss })(net, { x, labels }, point).loss,
      Object.values(net.variables),
    );
    for (const variable of Object.values(net.variables)) {
      const start = variable.dataSync().slice();
      const gradient = grads[variable.name]!.dataSync();
      for (const i of [0, start.length - 1]) {
        const step = 2e-3; // small enough to cross no kink of a relu here
        const shifted = (by: number) => {
          const moved = start.slice();
          moved[i]! += by;
          tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
          return lossAt();
        };
        const slope = (shifted(step) - shifted(-step)) / (2 * step);
        shifted(0);
        expect(gradient[i]!).toBeCloseTo(slope, 2);
      }
    }
  });
});

import { linfBall } from '@ibp/bounds';
import {
  dense,
  disposeNetwork,
  ibp,
  type Network,
  network,
  propagateAll,
  relu,
  sequential,
} from '@ibp/layers';
import { examples, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { certifiedLoss } from '../certified';
import { crownIbpLoss } from '../crown-ibp';
import { mtlIbpLoss } from '../expressive/mtl-ibp';
import type { Loss } from '../loss';
import { nominalLoss } from '../nominal';
import { pointAt } from '../testing';
import { fading } from './fading';
import { l1 } from './l1';
import { type Regularizer, withRegularizers } from './regularizer';
import { reluBalance } from './relu-balance';
import { reluStability } from './relu-stability';
import { tightness } from './tightness';

/** Two units with bounds of one's choice: `w x + b` over x in [0.4, 0.6]. */
const twoUnits = (w: number[], b: number[]): Network => {
  const net = network([1], sequential(dense(w.length), relu(), dense(2)), { seed: 1 });
  tf.tidy(() => {
    net.variables['dense_1/kernel']!.assign(tf.tensor2d([w]));
    net.variables['dense_1/bias']!.assign(tf.tensor1d(b));
  });
  return net;
};
const half = () => ({ x: tf.tensor2d([[0.5]]), labels: [0] });
const at = pointAt({ epsilon: 0.1 });
const termOf = (net: Network, regularizer: Regularizer, given = half()) =>
  value(withRegularizers(nominalLoss(), { term: { regularizer, weight: 1 } })(net, given, at).parts.term!);

describe('regularisers', () => {
  let net: Network;
  afterEach(() => disposeNetwork(net));

  it('tightness: 0 up to twice the radius of the input, then growing to 1', () => {
    net = twoUnits([2, 2], [0, 0]);
    expect(termOf(net, tightness())).toBeCloseTo(0, 5);
    tf.tidy(() => net.variables['dense_1/kernel']!.assign(tf.tensor2d([[4, 4]])));
    expect(termOf(net, tightness())).toBeCloseTo((0.5 - 0.25) / 0.5, 5);
  });

  it('relu balance, by hand', () => {
    // centers 1 and -0.25, no unit unstable: means 0.5 and 0.125 over all units, ratio 1/4
    net = twoUnits([0, 0], [1, -0.25]);
    const variance = 1; // both as far from their mean
    expect(termOf(net, reluBalance())).toBeCloseTo((0.5 - 0.25) / 0.5 + Math.max(0, 0.5 - variance), 4);
  });

  it('relu balance: nothing, and no NaN, where all are on, all are off, or all unstable', () => {
    for (const [w, b] of [
      [0, 1],
      [0, -1],
      [1, -0.5],
    ] as const) {
      net = twoUnits([w, w], [b, b]);
      const loss = withRegularizers(nominalLoss(), { term: { regularizer: reluBalance(), weight: 1 } });
      const { grads, value: total } = tf.variableGrads(() => loss(net, half(), at).loss);
      expect(value(total)).toBeCloseTo(value(nominalLoss()(net, half(), at).loss), 5);
      for (const gradient of Object.values(grads)) expect(value(tf.isNaN(tf.sum(gradient)))).toBe(0);
      disposeNetwork(net);
    }
    net = twoUnits([1], [1]);
  });

  it('relu stability: -tanh(1 + l u) of every unit', () => {
    net = smallNetwork();
    const bounds = propagateAll(net, linfBall(examples().x, 0.1));
    const expected = net.nodes.flatMap(({ op, inputs }) => {
      if (op !== 'relu') return [];
      const { lower, upper } = bounds[inputs[0]!]!;
      const [l, u] = [lower.dataSync(), upper.dataSync()];
      return Array.from(l, (a, i) => -Math.tanh(1 + a * u[i]!) / 2); // two examples
    });
    const sum = expected.reduce((a, b) => a + b, 0);
    expect(termOf(net, reluStability(), examples() as never)).toBeCloseTo(sum, 4);
  });

  it('L1: the absolute values of kernels and of nothing else', () => {
    net = twoUnits([2, -3], [7, 7]);
    const last = Array.from(net.variables['dense_2/kernel']!.dataSync()).reduce(
      (sum, w) => sum + Math.abs(w),
      0,
    );
    expect(termOf(net, l1())).toBeCloseTo(5 + last, 4);
  });

  it('are added with their weights, and recorded without', () => {
    net = smallNetwork();
    const plain = certifiedLoss()(net, examples(), at);
    const { loss, parts } = withRegularizers(certifiedLoss(), {
      l1: { regularizer: l1(), weight: 0.5 },
      stable: { regularizer: reluStability(), weight: () => 0.25 },
      none: { regularizer: tightness(), weight: 0 },
    })(net, examples(), at);
    expect(Object.keys(parts)).toEqual(['fit', 'spec', 'l1', 'stable']);
    const expected = value(plain.loss) + 0.5 * value(parts.l1!) + 0.25 * value(parts.stable!);
    expect(value(loss)).toBeCloseTo(expected, 4);
  });
});

describe('what a loss computed', () => {
  let net: Network;
  beforeEach(() => {
    net = smallNetwork();
  });
  afterEach(() => disposeNetwork(net));

  const regularizations = {
    tight: { regularizer: tightness(), weight: 0.5 },
    stable: { regularizer: reluStability(), weight: 0.25 },
  };
  const bound = () => {
    const cheap = ibp({ elide: false });
    return crownIbpLoss({ bound: cheap, epsilonEnd: 1, betaEnd: 0.5 });
  };

  it.each([
    ['certifiedLoss', certifiedLoss()],
    ['CROWN-IBP', bound()],
    ['MTL-IBP', mtlIbpLoss({ alpha: 0.5, attack: { steps: 0, stepSize: 1 } })],
  ])('of %s is what the regularisers would have computed, and so is its gradient', (_, loss) => {
    const apart: Loss = (...of) => {
      const { passes, ...value } = loss(...of);
      expect(passes?.bounds).toBeDefined();
      return value;
    };
    const [shared, own] = [loss, apart].map((each) =>
      tf.variableGrads(() => withRegularizers(each, regularizations)(net, examples(), at).loss),
    );
    expect(value(shared!.value)).toBeCloseTo(value(own!.value), 5);
    for (const [name, gradient] of Object.entries(shared!.grads)) {
      const difference = tf.max(tf.abs(tf.sub(gradient, own!.grads[name]!)));
      expect(value(difference as tf.Scalar)).toBeLessThan(1e-5);
    }
  });

  it('is not computed again: as many products with regularisers as without', async () => {
    const products = async (loss: Loss) => {
      const { kernels } = await tf.profile(
        () => tf.variableGrads(() => loss(net, examples(), at).loss).value,
      );
      return kernels.filter(({ name }) => /MatMul|Conv/.test(name)).length;
    };
    const alone = await products(certifiedLoss());
    expect(alone).toBeGreaterThan(0);
    expect(await products(withRegularizers(certifiedLoss(), regularizations))).toBe(alone);
  });
});

describe('fading', () => {
  it.each([
    [0, 0],
    [0.1, 0.375],
    [0.4, 0],
    [0.5, 0],
  ])('at epsilon %d weighs %d, as a number and as a tensor', (epsilon, weight) => {
    const fade = fading(0.5, 0.4);
    expect(fade(pointAt({ epsilon }))).toBeCloseTo(weight, 6);
    expect(value(fade(pointAt({ epsilon: tf.scalar(epsilon) })) as tf.Scalar)).toBeCloseTo(weight, 6);
  });

  it('weighs nothing while kappa is 1', () => {
    expect(fading(0.5, 0.4)(pointAt({ epsilon: tf.scalar(0.1), kappa: 1 }))).toBe(0);
  });

  it('refuses an end at 0', () => {
    expect(() => fading(1, 0)).toThrow('fading: expected epsilonEnd > 0, got 0');
  });
});

import { apply, dense, disposeNetwork, type Network, network } from '@ibp/layers';
import { value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { adversarialLoss } from './adversarial/adversarial-loss';
import { ballAt } from './ball';
import { certifiedLoss } from './certified';
import { mtlIbpLoss } from './expressive/mtl-ibp';
import type { Loss, TrainingPoint } from './loss';
import { withRegularizers } from './regularizers/regularizer';
import { sabrLoss } from './small-box/sabr';
import { pointAt } from './testing';

const scale = [5, 1000, 0];
const range = [
  [18, 0, 3],
  [42, Infinity, 3],
] as const;

describe('ballAt', () => {
  const x = () => tf.tensor2d([[40, 8000, 3]]);
  const ends = (at: Partial<TrainingPoint>, times?: number) => {
    const { lower, upper } = ballAt(x(), pointAt(at), times);
    return [[...lower.dataSync()], [...upper.dataSync()]];
  };

  it('has the radii epsilon times scale, a number or a tensor, and is clipped to the range', () => {
    const expected = [
      [38, 7600, 3],
      [42, 8400, 3],
    ];
    expect(ends({ epsilon: 0.4, scale, range })).toEqual(expected);
    expect(ends({ epsilon: tf.scalar(0.4), scale, range })).toEqual(expected);
    expect(ends({ epsilon: 0.2, scale, range }, 2)).toEqual(expected);
    expect(ends({ epsilon: tf.scalar(0.2), scale, range }, 2)).toEqual(expected);
  });

  it('has one radius unless told otherwise', () => {
    expect(ends({ epsilon: 2, range: [0, 1e4] })).toEqual([
      [38, 7998, 1],
      [42, 8002, 5],
    ]);
    expect(ends({ epsilon: tf.scalar(2), scale: 3, range: [0, 1e4] })).toEqual([
      [34, 7994, 0],
      [46, 8006, 9],
    ]);
  });
});

describe('a linear network, whose worst point is a corner', () => {
  let net: Network;
  beforeEach(() => {
    net = network([3], dense(2), { seed: 2 });
    tf.tidy(() => {
      // class 1 where 0.1 age - 0.001 income + code is above 0
      net.variables['dense_1/kernel']!.assign(
        tf.tensor2d([
          [0, 0.1],
          [0, -0.001],
          [0, 1],
        ]),
      );
      net.variables['dense_1/bias']!.assign(tf.zeros([2]));
    });
  });
  afterEach(() => disposeNetwork(net));

  const losses: { readonly [name: string]: Loss } = {
    certified: certifiedLoss(),
    adversarial: adversarialLoss({ attack: { steps: 1, stepSize: 2 } }),
    sabr: sabrLoss({ ratio: 1 }),
    'mtl-ibp': mtlIbpLoss({ alpha: 1 }),
    'mtl-ibp, the attack going twice as far': mtlIbpLoss({ alpha: 0, attackScale: 2 }),
  };

  it.each(Object.entries(losses))('%s: by hand', (name, loss) => {
    const twice = name.includes('twice');
    const at = pointAt({ epsilon: twice ? 0.2 : 0.4, kappa: 0, scale, range });
    const given = { x: tf.tensor2d([[40, 8000, 3]]), labels: [0] };
    expect(apply(net, given.x).dataSync()[1]).toBeCloseTo(-1, 5);
    // ages end at 42: 4.2 - 7.6 + 3
    expect(value(loss(net, given, at).loss)).toBeCloseTo(Math.log(1 + Math.exp(-0.4)), 4);
  });

  it('regularisers look at the bounds of the same ball', () => {
    const at = pointAt({ epsilon: 0.4, kappa: 1, scale, range });
    const radii = withRegularizers(certifiedLoss(), {
      radius: {
        regularizer: ({ bounds }) => {
          const { lower, upper } = bounds()[0]!;
          return tf.mean(tf.sub(upper, lower)) as tf.Scalar;
        },
        weight: 1,
      },
    });
    const given = { x: tf.tensor2d([[40, 8000, 3]]), labels: [0] };
    expect(value(radii(net, given, at).parts.radius!)).toBeCloseTo((4 + 800 + 0) / 3, 3);
  });
});

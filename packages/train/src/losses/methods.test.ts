import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { hybridZonotope, outerPolytope } from '@ibp/relax';
import { examples, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { build, options, run } from '../testing';
import { adversarialLoss } from './adversarial/adversarial-loss';
import { boundedLoss } from './bounded-loss';
import { certifiedLoss } from './certified';
import { crownIbpLoss, mixedBounds } from './crown-ibp';
import { learnedDualLoss } from './dual/learned-dual';
import { projectedDualLoss } from './dual/projected-dual';
import { withVerifier } from './dual/verifier';
import { ccIbpLoss } from './expressive/cc-ibp';
import { expIbpLoss } from './expressive/exp-ibp';
import { mtlIbpLoss } from './expressive/mtl-ibp';
import { stapsLoss, tapsLoss } from './latent/taps';
import type { Loss } from './loss';
import { mixTrainLoss } from './mix-train/mix-train';
import { nominalLoss } from './nominal';
import { fading } from './regularizers/fading';
import { l1 } from './regularizers/l1';
import { withRegularizers } from './regularizers/regularizer';
import { reluBalance } from './regularizers/relu-balance';
import { reluStability } from './regularizers/relu-stability';
import { tightness } from './regularizers/tightness';
import { sabrLoss } from './small-box/sabr';
import { pointAt, slopes } from './testing';

const attack = { steps: 3, stepSize: 0.5 };
const loose = ibp({ elide: false });

/** Every method; some with a stand-in for the bound that `@ibp/relax` gives them. */
const methods: { readonly [name: string]: Loss } = {
  adversarial: adversarialLoss({ attack }),
  'CROWN-IBP': crownIbpLoss({ bound: ibp(), cheap: loose, epsilonEnd: 0.1 }),
  'a bound of the step': boundedLoss(() => mixedBounds(ibp(), loose, 0.5)),
  'hybrid zonotope, box': certifiedLoss({ bound: hybridZonotope() }),
  'hybrid zonotope, chord': certifiedLoss({ bound: hybridZonotope({ relu: 'chord' }) }),
  'Wong & Kolter': certifiedLoss({ bound: outerPolytope() }),
  'projected dual': projectedDualLoss({ projections: 9 }),
  'learned dual': learnedDualLoss(),
  SABR: sabrLoss({ ratio: 0.4, attack }),
  'SABR, shrinking': sabrLoss({ ratio: 0.4, attack, shrinking: 0.8 }),
  'MTL-IBP': mtlIbpLoss({ alpha: 0.5, attack, attackScale: 1.5 }),
  'CC-IBP': ccIbpLoss({ alpha: 0.5, attack }),
  'Exp-IBP': expIbpLoss({ alpha: 0.5, attack }),
  MixTrain: mixTrainLoss({ samples: 2 }),
  regularised: withRegularizers(certifiedLoss(), {
    tight: { regularizer: tightness(), weight: fading(0.5, 0.1) },
    balance: { regularizer: reluBalance(), weight: fading(0.5, 0.1) },
    stability: { regularizer: reluStability(), weight: fading(0.01, 0.1) },
  }),
  'L1 on kernels': withRegularizers(nominalLoss(), { l1: { regularizer: l1(), weight: 1e-3 } }),
};
const products = { TAPS: tapsLoss({ attack }), STAPS: stapsLoss({ ratio: 0.4, attack, boxAttack: attack }) };
const all = Object.entries({ ...methods, ...products });

describe('methods', () => {
  let net: Network;
  beforeEach(() => {
    net = withVerifier(smallNetwork());
  });
  afterEach(() => disposeNetwork(net));

  it.each(Object.entries(methods))('%s: has the gradient that finite differences give', (_, loss) => {
    for (const { name, gradient, expected } of slopes(net, loss, pointAt(), examples())) {
      expect([name, Math.abs(gradient - expected) < 5e-3 + 0.02 * Math.abs(expected)]).toEqual([name, true]);
    }
  });

  it.each(Object.entries(methods).filter(([name]) => name !== 'L1 on kernels'))(
    '%s: is the nominal loss at epsilon 0, whatever kappa',
    (_, loss) => {
      const given = examples();
      const nominal = value(nominalLoss()(net, given, pointAt()).loss);
      expect(value(loss(net, given, pointAt({ epsilon: 0 })).loss)).toBeCloseTo(nominal, 4);
    },
  );

  it.each(Object.entries(products))('%s: is the product of two nominal losses at epsilon 0', (_, loss) => {
    const given = examples();
    const nominal = value(nominalLoss()(net, given, pointAt()).loss);
    expect(value(loss(net, given, pointAt({ epsilon: 0, kappa: 0 })).loss)).toBeCloseTo(nominal ** 2, 4);
  });

  it.each(all)('%s: frees all but the loss with its gradient', (_, loss) => {
    const given = examples();
    const before = tf.memory().numTensors;
    const { value: loss0, grads } = tf.variableGrads(
      () => loss(net, given, pointAt()).loss,
      Object.values(net.variables),
    );
    expect(tf.memory().numTensors - before).toBe(1 + Object.keys(grads).length);
    expect(value(loss0)).toBeGreaterThan(0);
  });
});

describe('methods, compiled', () => {
  it.each(all)('%s: takes the steps that it takes op by op', async (_, loss) => {
    const [eager, compiled] = [withVerifier(build()), withVerifier(build())];
    const few = { ...options, steps: 3, loss, epsilon: () => 0.02, kappa: () => 0.5 };
    const expected = await run(eager, few);
    const metrics = await run(compiled, { ...few, engine: await onnxEngine() });
    for (const [i, { parts, loss: got }] of metrics.entries()) {
      expect(Object.keys(parts)).toEqual(Object.keys(expected[i]!.parts));
      expect(got / expected[i]!.loss).toBeCloseTo(1, 2);
    }
    for (const n of [eager, compiled]) disposeNetwork(n);
  });
});

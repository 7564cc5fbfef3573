import { classificationSpec, linfBall, specValues } from '@ibp/bounds';
import { apply, dense, disposeNetwork, forTraining, ibp, type Network, network } from '@ibp/layers';
import { examples, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { adversarialLoss } from '../adversarial/adversarial-loss';
import { certifiedLoss } from '../certified';
import { crownIbpLoss } from '../crown-ibp';
import { sabrLoss } from '../small-box/sabr';
import { shrinkingIbp } from '../small-box/shrinking-ibp';
import { crossEntropy } from '../spec-loss';
import { pointAt } from '../testing';
import { ccIbpLoss } from './cc-ibp';
import { expIbpLoss } from './exp-ibp';
import { mtlIbpLoss } from './mtl-ibp';

const attack = { steps: 2, stepSize: 0.5 };
const at = pointAt({ kappa: 0, epsilon: 0.1 });

describe('losses between attack and bound', () => {
  let net: Network;
  let attacked: number;
  let certified: number;
  const lossOf = (loss: ReturnType<typeof mtlIbpLoss>) => value(loss(net, examples(), at).loss);
  beforeEach(() => {
    net = smallNetwork();
    attacked = lossOf(adversarialLoss({ attack }));
    certified = lossOf(certifiedLoss());
  });
  afterEach(() => disposeNetwork(net));

  it('differ at the ends: the attack finds less than the bound allows', () => {
    expect(certified).toBeGreaterThan(attacked + 0.01);
  });

  it('MTL-IBP mixes the two losses', () => {
    expect(lossOf(mtlIbpLoss({ alpha: 0.3, attack }))).toBeCloseTo(0.7 * attacked + 0.3 * certified, 5);
  });

  it('Exp-IBP mixes their logarithms', () => {
    const expected = attacked ** 0.7 * certified ** 0.3;
    expect(lossOf(expIbpLoss({ alpha: 0.3, attack }))).toBeCloseTo(expected, 5);
  });

  it('CC-IBP is the loss of mixed margins', () => {
    const { x, labels } = examples();
    const spec = classificationSpec(labels, 3);
    const bounded = forTraining(ibp())(net as never, linfBall(x, 0.1), spec);
    // every margin between an attack's and the bound's: with the attack's at the example itself, by hand
    const still = { steps: 0, stepSize: 1 };
    const zero = pointAt({ kappa: 0, epsilon: 0.1, random: (_, shape) => tf.fill([...shape], 0.5) });
    const mixed = tf.add(tf.mul(specValues(spec, apply(net, x)), 0.7), tf.mul(bounded, 0.3));
    const { loss } = ccIbpLoss({ alpha: 0.3, attack: still })(net, { x, labels }, zero);
    expect(value(loss)).toBeCloseTo(value(crossEntropy()(mixed as tf.Tensor2D, at)), 5);
  });

  it.each([
    ['MTL-IBP', mtlIbpLoss],
    ['CC-IBP', ccIbpLoss],
    ['Exp-IBP', expIbpLoss],
  ])('%s is adversarial training at alpha 0 and IBP at alpha 1', (_, loss) => {
    expect(lossOf(loss({ alpha: 0, attack }))).toBeCloseTo(attacked, 4);
    expect(lossOf(loss({ alpha: 1, attack }))).toBeCloseTo(certified, 4);
    expect(() => loss({ alpha: 2 })).toThrow('expected alpha from 0 to 1, got 2');
  });

  it('attacks further than the bound where told to', () => {
    const further = lossOf(mtlIbpLoss({ alpha: 0, attack, attackScale: 2.1 }));
    expect(further).toBeGreaterThan(attacked);
  });

  it('SABR is adversarial training at ratio 0 and IBP at ratio 1', () => {
    expect(lossOf(sabrLoss({ ratio: 0, attack }))).toBeCloseTo(attacked, 4);
    expect(lossOf(sabrLoss({ ratio: 1, attack }))).toBeCloseTo(certified, 4);
    expect(() => sabrLoss({ ratio: -1 })).toThrow('expected a ratio from 0 to 1, got -1');
  });

  it('SABR bounds a box of 0.4 times the widths, moved into the ball near 0 and near 1, by hand', () => {
    // z and -z of z = x0 - x1 + 2 x2, beside the label's 0
    const kernel = [
      [0, 1, -1],
      [0, -1, 1],
      [0, 2, -2],
    ];
    const linear = network([3], dense(3, { kernelInitializer: () => tf.tensor2d(kernel) }));
    const given = { x: tf.tensor2d([[0.05, 0.97, 0.5]]), labels: [0] };
    // the ball is [0, 0.15] x [0.87, 1] x [0.4, 0.6], of which these shares are the example: (0, 1, 0.55)
    const random = () => tf.tensor2d([[0, 1, 0.75]]);
    const point = pointAt({ kappa: 0, epsilon: 0.1, random });
    const { loss } = sabrLoss({ ratio: 0.4, attack: { steps: 0, stepSize: 1 } })(linear, given, point);
    // so the box is [0, 0.06] x [0.948, 1] x [0.51, 0.59]
    const [most, least] = [0.06 - 0.948 + 2 * 0.59, 0 - 1 + 2 * 0.51];
    expect(value(loss)).toBeCloseTo(Math.log(1 + Math.exp(most) + Math.exp(-least)), 5);
    disposeNetwork(linear);
  });

  it('shrinking lowers unstable relus alone', () => {
    const { x, labels } = examples();
    const spec = classificationSpec(labels, 3);
    const at0 = (radius: number, factor: number) =>
      Array.from(shrinkingIbp(factor)(net as never, linfBall(x, radius), spec).dataSync());
    const exact = Array.from(forTraining(ibp())(net as never, linfBall(x, 0.1), spec).dataSync());
    for (const [i, margin] of at0(0.1, 1).entries()) expect(margin).toBeCloseTo(exact[i]!, 5);
    expect(at0(0.1, 0.8).every((margin, i) => margin < exact[i]!)).toBe(true);
    for (const [i, margin] of at0(0, 0.8).entries()) expect(margin).toBeCloseTo(at0(0, 1)[i]!, 5);
  });

  it('CROWN-IBP goes from the tight bound to the cheap one with epsilon', () => {
    const { x, labels } = examples();
    const cheap = ibp({ elide: false });
    const spec = classificationSpec(labels, 3);
    const [tight, loose] = [ibp(), cheap].map((bound) =>
      forTraining(bound)(net as never, linfBall(x, 0.1), spec),
    );
    const betas: [number, number, number][] = [
      [0.4, 0, 0.75],
      [0.1, 0, 0],
      [0.1, 0.5, 0.5],
      [0.2, 0.5, 0.75],
    ];
    for (const [epsilonEnd, betaEnd, beta] of betas) {
      const mixed = tf.add(tf.mul(tight!, beta), tf.mul(loose!, 1 - beta)) as tf.Tensor2D;
      const expected = value(crossEntropy()(mixed, at));
      expect(lossOf(crownIbpLoss({ bound: ibp(), cheap, epsilonEnd, betaEnd }))).toBeCloseTo(expected, 5);
    }
  });
});

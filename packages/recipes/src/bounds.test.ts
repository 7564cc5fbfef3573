import { classificationSpec, linearSpec, linfBall, seededDraw } from '@ibp/bounds';
import {
  type BoundMethod,
  dense,
  disposeNetwork,
  ibp,
  lower,
  network,
  propagateAll,
  relu,
  sequential,
} from '@ibp/layers';
import { crownBounds, crownIbp, dualBound, fastLin, outerPolytope, wongKolter } from '@ibp/relax';
import { crossEntropy, crownIbpLoss, projectedDual } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';

const labels = [0, 2];
/** Bounds of a network with so many layers of relus, over balls of a radius. */
const setup = (depth = 2, epsilon = 0.1) => {
  const hidden = Array.from({ length: depth }, () => sequential(dense(8), relu()));
  const net = network([6], sequential(...hidden, dense(3)), { seed: 1 });
  const x = tf.randomUniform([2, 6], 0.2, 0.8, 'float32', 3);
  const [box, spec] = [linfBall(x, epsilon), classificationSpec(labels, 3)];
  return { net, x, box, spec, marginsOf: (bound: BoundMethod) => bound(lower(net), box, spec) };
};
const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe('the bounds that are trained, beside those that verify', () => {
  it.each([0.05, 0.1, 0.2])('outerPolytope is fastLin where there is one layer of relus: %d', (epsilon) => {
    const { net, marginsOf } = setup(1, epsilon);
    expect(apart(marginsOf(outerPolytope()), marginsOf(fastLin()))).toBeLessThan(1e-4);
    disposeNetwork(net);
  });

  it.each([0.05, 0.2, 0.5])(
    'outerPolytope is fastLin once its hidden bounds are cut with intervals: %d',
    (epsilon) => {
      const { net, box, spec, marginsOf } = setup(2, epsilon);
      const [lowered, bounds] = [lower(net), propagateAll(net, box)];
      const second = lowered.nodes.findLastIndex(({ op }) => op === 'relu') - 1;
      const upTo = { ...lowered, nodes: lowered.nodes.slice(0, second + 1) };
      const rows = tf.concat([tf.eye(8), tf.neg(tf.eye(8))], 0);
      const units = linearSpec(tf.tile(tf.expandDims(rows, 0), [2, 1, 1]) as tf.Tensor3D);
      const [upper, negative] = tf.split(outerPolytope()(upTo, box, units), 2, 1);
      bounds[second] = {
        lower: tf.maximum(tf.neg(negative!), bounds[second]!.lower),
        upper: tf.minimum(upper!, bounds[second]!.upper),
      };
      const cut = dualBound(lowered, spec, { boundsOf: (i) => bounds[i]!, variables: wongKolter });
      expect(apart(cut, marginsOf(fastLin()))).toBeLessThan(1e-4);
      // its authors do not cut; mostly that is looser, but other slopes may also come out tighter
      if (epsilon > 0.1) expect(apart(cut, marginsOf(outerPolytope()))).toBeGreaterThan(0.01);
      disposeNetwork(net);
    },
  );

  it('the dual bound is fastLin wherever both have the same hidden bounds', () => {
    const { net, box, spec, marginsOf } = setup(4);
    const bounds = crownBounds(net, box, { slope: (_, chord) => chord });
    const ours = dualBound(lower(net), spec, { boundsOf: (i) => bounds[i]!, variables: wongKolter });
    expect(apart(ours, marginsOf(fastLin()))).toBeLessThan(1e-4);
    disposeNetwork(net);
  });

  it('projectedDual comes near to it', () => {
    const { net, marginsOf } = setup();
    const estimate = marginsOf(projectedDual(seededDraw(1), 2001));
    expect(apart(estimate, marginsOf(outerPolytope()))).toBeLessThan(0.02);
    disposeNetwork(net);
  });

  it('crownIbpLoss is the loss of half the margins of each at half the radius', () => {
    const { net, x, marginsOf } = setup();
    const at = { step: 0, epsilon: 0.1, kappa: 0, random: seededDraw(1) };
    const { loss } = crownIbpLoss({ bound: crownIbp(), epsilonEnd: 0.2 })(net, { x, labels }, at);
    const mixed = tf.mul(tf.add(marginsOf(crownIbp()), marginsOf(ibp())), 0.5) as tf.Tensor2D;
    expect(loss.dataSync()[0]).toBeCloseTo(crossEntropy()(mixed, at).dataSync()[0]!, 5);
    disposeNetwork(net);
  });
});

import { classificationSpec, linfBall, seededDraw } from '@ibp/bounds';
import { type BoundMethod, dense, disposeNetwork, ibp, lower, network, relu, sequential } from '@ibp/layers';
import { crossEntropy, crownIbpLoss, outerPolytope, projectedDual } from '@ibp/train';
import { crownIbp, fastLin } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

const labels = [0, 2];
const setup = () => {
  const net = network([6], sequential(dense(8), relu(), dense(8), relu(), dense(3)), { seed: 2 });
  const x = tf.randomUniform([2, 6], 0.2, 0.8, 'float32', 3);
  const marginsOf = (bound: BoundMethod) =>
    bound(lower(net), linfBall(x, 0.1), classificationSpec(labels, 3));
  return { net, x, marginsOf };
};

describe('the bounds that are trained, beside those that verify', () => {
  it('outerPolytope is fastLin, but for the interval bounds that the latter cuts with', () => {
    const { net, marginsOf } = setup();
    const [ours, theirs] = [marginsOf(outerPolytope()), marginsOf(fastLin())];
    const difference = Array.from(tf.sub(ours, theirs).dataSync());
    for (const d of difference) {
      expect(d).toBeGreaterThan(-1e-4);
      expect(d).toBeLessThan(0.05);
    }
    disposeNetwork(net);
  });

  it('projectedDual comes near to it', () => {
    const { net, marginsOf } = setup();
    const estimate = marginsOf(projectedDual(seededDraw(1), 2001));
    expect(tf.max(tf.abs(tf.sub(estimate, marginsOf(outerPolytope())))).dataSync()[0]).toBeLessThan(0.05);
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

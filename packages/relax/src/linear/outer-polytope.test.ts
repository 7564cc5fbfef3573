import {
  classificationSpec,
  type IntervalBounds,
  intervalRules,
  type LinearSpec,
  linfBall,
} from '@ibp/bounds';
import {
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  forTraining,
  type LoweredNetwork,
  lower,
  type Network,
  network,
  relu,
  sequential,
  trace,
} from '@ibp/layers';
import { atLeast, closeTo, nets, reachedMargins, setup, smallNetwork, value } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { dualBound, wongKolter } from '../dual/dual-bound';
import { outerPolytope } from './outer-polytope';

describe('outerPolytope', () => {
  it.each(Object.entries(nets))('is a bound: %s', (_, make) => {
    const net = make();
    const { box, spec } = setup(net);
    atLeast(outerPolytope()(net as never, box, spec), reachedMargins(net, spec, box, 30));
    disposeNetwork(net);
  });

  it('is the better for bounds of its own: tighter than with those of intervals', () => {
    const net = smallNetwork();
    const { box, spec, bounds } = setup(net);
    const byIntervals = dualBound(net as never, spec, { boundsOf: (i) => bounds[i]!, variables: wongKolter });
    const gain = tf.sub(byIntervals, outerPolytope()(net as never, box, spec));
    expect(value(tf.min(gain))).toBeGreaterThan(0.01);
    disposeNetwork(net);
  });

  const conv = (filters: number, strides: number, padding: 'same' | 'valid') =>
    sequential(conv2d({ filters, kernelSize: 3, strides, padding }), batchNorm(), relu());
  const convolutional = () =>
    network(
      [11, 10, 2],
      sequential(
        conv(3, 2, 'same'),
        conv(4, 1, 'same'),
        conv(2, 1, 'valid'),
        flatten(),
        dense(5),
        relu(),
        dense(3),
      ),
      { seed: 4 },
    );
  const problem = (net: Network) => ({
    box: linfBall(tf.randomUniform([2, ...net.inputShape], 0, 1, 'float32', 7), 0.02),
    spec: classificationSpec([2, 0], 3),
  });

  it('is the dual bound, with that of each hidden unit, of convolutions too', () => {
    const net = convolutional();
    const { box, spec } = problem(net);
    const expected = byDuals(lower(net), box, spec);
    closeTo(forTraining(outerPolytope())(lower(net), box, spec), expected);
    const outward = tf.sub(outerPolytope()(lower(net), box, spec), expected);
    expect(value(tf.min(outward))).toBeGreaterThan(0);
    expect(value(tf.max(outward))).toBeLessThan(1e-3);
    disposeNetwork(net);
  });

  it('has the gradient of that, through the bounds of hidden units', () => {
    const net = convolutional();
    const { box, spec } = problem(net);
    const variables = Object.values(net.variables).filter(({ trainable }) => trainable);
    const gradients = (bound: (network: LoweredNetwork) => tf.Tensor) =>
      tf.variableGrads(() => tf.sum(bound(lower(net))) as tf.Scalar, variables).grads;
    const [ours, duals] = [
      gradients((lowered) => forTraining(outerPolytope())(lowered, box, spec)),
      gradients((lowered) => byDuals(lowered, box, spec)),
    ];
    const greatest = Object.values(duals).map((gradient) => value(tf.max(tf.abs(gradient))));
    expect(Math.min(...greatest)).toBeGreaterThan(1e-3);
    for (const [name, gradient] of Object.entries(duals)) {
      const off = value(tf.max(tf.abs(tf.sub(ours[name]!, gradient))));
      expect(off).toBeLessThan(1e-3 * Math.max(1, value(tf.max(tf.abs(gradient)))));
    }
    disposeNetwork(net);
  });
});

/** Layer by layer the dual bound of every unit that goes into a relu, and of its negative, with coefficients of all units. */
function byDuals(network: LoweredNetwork, box: IntervalBounds, spec: LinearSpec): tf.Tensor2D {
  const bounds = [...trace(network, box, intervalRules)];
  const boundsOf = (node: number) => bounds[node]!;
  const reluInputs = network.nodes.flatMap(({ op, inputs }) => (op === 'relu' ? [inputs[0]!] : []));
  for (const i of reluInputs.slice(1)) {
    const { shape } = bounds[i]!.lower;
    const [batch, ...units] = shape as [number, ...number[]];
    const eye = tf.eye(tf.util.sizeFromShape(units));
    const ends = [eye, tf.neg(eye)].map((rows) => {
      const c = tf.reshape(tf.tile(tf.expandDims(rows, 0), [batch, 1, 1]), [batch, -1, ...units]);
      const upTo = { inputShape: network.inputShape, nodes: network.nodes.slice(0, i + 1) };
      const unit = { c, d: tf.zeros<tf.Rank.R2>([batch, c.shape[1]!]) };
      return tf.reshape(dualBound(upTo, unit, { boundsOf, variables: wongKolter }), shape);
    });
    bounds[i] = { lower: tf.neg(ends[1]!), upper: ends[0]! };
  }
  return dualBound(network, spec, { boundsOf, variables: wongKolter });
}

import * as tf from '@tensorflow/tfjs-core';
import { network } from '../builder';
import { batchNorm } from '../builders/batch-norm';
import { apply } from '../interpreter';
import { disposeNetwork } from '../network';
import { distance, normal, randomize, valuesOf } from '../testing';
import { batchNormToAffine } from './batch-norm';
import { lower } from './lower';

const affineOf = (net: ReturnType<typeof network>) =>
  lower(net).nodes[1]!.params as unknown as { scale: tf.Tensor; shift: tf.Tensor };

describe('a batch norm with its moving averages', () => {
  it('has the scale and shift of float64, rounded once', () => {
    const net = network([3], batchNorm({ epsilon: 0.001 }));
    const values = {
      gamma: [1, -2, 0.1],
      beta: [0, 0.5, 3],
      mean: [0.3, 1000, -7],
      variance: [1, 0.1, 3e-7],
    };
    for (const [key, list] of Object.entries(values)) {
      tf.tidy(() => net.variables[`batchNorm_1/${key}`]!.assign(tf.tensor1d(list)));
    }
    const { gamma, beta, mean, variance } = Object.fromEntries(
      Object.entries(values).map(([key, list]) => [key, list.map(Math.fround)]),
    ) as typeof values;
    const scale = variance.map((v, i) => gamma[i]! / Math.sqrt(v + 0.001));
    const { scale: lowered, shift } = affineOf(net);
    expect(valuesOf(lowered)).toEqual(scale.map(Math.fround));
    expect(valuesOf(shift)).toEqual(scale.map((s, i) => Math.fround(beta[i]! - mean[i]! * s)));
    disposeNetwork(net);
  });

  it('lets gradients through to what is trained of it', () => {
    const net = randomize(network([3], batchNorm()));
    const node = net.nodes[1] as Parameters<typeof batchNormToAffine>[0];
    const x = normal([5, 3], 1);
    const loss = (y: () => tf.Tensor) => () => tf.sum(tf.square(y())) as tf.Scalar;
    const found = tf.variableGrads(loss(() => apply(net, x))).grads;
    const direct = tf.variableGrads(
      loss(() => {
        const { scale, shift } = batchNormToAffine(node, node.params).params as never as ReturnType<
          typeof affineOf
        >;
        return tf.add(tf.mul(x, scale), shift);
      }),
    ).grads;
    const trained = Object.keys(found);
    expect(trained).toHaveLength(2);
    for (const name of trained) {
      expect(Math.max(...valuesOf(found[name]!).map(Math.abs))).toBeGreaterThan(0.01);
      expect(distance(found[name]!, direct[name]!)).toBeLessThan(1e-3);
    }
    disposeNetwork(net);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { network } from './builder';
import { batchNorm } from './builders/batch-norm';
import { sequential } from './builders/combine';
import { dense } from './builders/dense';
import { lower } from './lowering/lower';
import { disposeNetwork } from './network';
import { assertWeightsStayed, watchWeights } from './watch-weights';

describe('watchWeights', () => {
  it.each(['dense_1/kernel', 'dense_1/bias', 'batchNorm_1/mean', 'batchNorm_1/gamma'])(
    'sees %s assigned, also the value that it had',
    (name) => {
      const net = network([2], sequential(dense(3), batchNorm()));
      const stayed = watchWeights(net);
      expect(stayed()).toBe(true);
      const variable = net.variables[name]!;
      tf.tidy(() => variable.assign(tf.add(variable, 0)));
      expect(stayed()).toBe(false);
      expect(watchWeights(net)()).toBe(true);
      disposeNetwork(net);
    },
  );

  it('takes no notice of what else there is, and watches what is lowered', () => {
    const [net, other] = [network([2], dense(3)), network([2], dense(3))];
    tf.tidy(() => {
      const stayed = watchWeights(lower(net));
      other.variables['dense_1/bias']!.assign(tf.tensor1d([1, 2, 3]));
      expect(stayed()).toBe(true);
      net.variables['dense_1/bias']!.assign(tf.tensor1d([1, 2, 3]));
      expect(() => assertWeightsStayed('certify', stayed)).toThrow(
        'certify: expected weights that stay until it has ended, got some assigned meanwhile',
      );
    });
    for (const one of [net, other]) disposeNetwork(one);
  });
});

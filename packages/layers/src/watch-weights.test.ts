import * as tf from '@tensorflow/tfjs-core';
import { assignmentsOf } from './assignments';
import { network } from './builder';
import { batchNorm } from './builders/batch-norm';
import { sequential } from './builders/combine';
import { dense } from './builders/dense';
import { lower } from './lowering/lower';
import { disposeNetwork } from './network';
import { assertWeightsStayed, watchSettledWeights, watchWeights } from './watch-weights';

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

  it('sees a value that is replaced and put back, and what an engine counts', async () => {
    const net = network([2], dense(3));
    const bias = net.variables['dense_1/bias']!;
    const [own, other] = [bias.clone(), tf.tensor1d([1, 2, 3])];
    const stayed = watchWeights(net);
    bias.assign(other);
    bias.assign(own);
    expect(bias.dataId).toBe(own.dataId);
    expect(stayed()).toBe(false);
    const after = watchWeights(net);
    assignmentsOf(bias).byEngines++;
    expect(after()).toBe(false);
    tf.dispose([own, other]);
    disposeNetwork(net);
  });

  it.each([
    [1, true, 2],
    [2, true, 3],
    [9, false, 3],
  ])('begins anew while settling assigns: %i times', async (times, settled, calls) => {
    const net = network([2], dense(3));
    const bias = net.variables['dense_1/bias']!;
    const settle = jest.fn(async () => {
      if (settle.mock.calls.length <= times) tf.tidy(() => bias.assign(tf.add(bias, 1)));
    });
    const stayed = await watchSettledWeights(net, settle);
    expect(stayed()).toBe(settled);
    expect(settle).toHaveBeenCalledTimes(calls);
    disposeNetwork(net);
  });

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

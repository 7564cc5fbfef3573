import { apply, batchNorm, disposeNetwork, network, sequential, trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { preciseBatchNorm } from './precise-batch-norm';
import { rebaseBatchNorm } from './rebase-batch-norm';
import { batch, build, weights } from './testing';

describe('rebaseBatchNorm', () => {
  it('takes the statistics of what comes in, and the scale and shift that keep the function, worked out by hand', async () => {
    const net = network([1], sequential(batchNorm({ name: 'norm', epsilon: 0 })));
    const set = (key: string, value: number) =>
      tf.tidy(() => net.variables[`norm/${key}`]!.assign(tf.tensor1d([value])));
    // 3 (x - 1) / 2 + 5
    for (const [key, value] of Object.entries({ gamma: 3, beta: 5, mean: 1, variance: 4 })) set(key, value);
    await rebaseBatchNorm(net, [
      { x: tf.tensor2d([[1], [3]]), labels: [0, 0] },
      { x: tf.tensor2d([[5], [7]]), labels: [0, 0] },
    ]);
    const of = (key: string) => net.variables[`norm/${key}`]!.dataSync()[0];
    expect([of('mean'), of('variance')]).toEqual([4, 5]);
    expect(of('gamma')).toBeCloseTo(1.5 * Math.sqrt(5), 6);
    expect(of('beta')).toBeCloseTo(5 + 1.5 * (4 - 1), 6);
    disposeNetwork(net);
  });

  it('lets a batch come out in training as it does in use, where a later layer sees what an earlier one made', async () => {
    const net = build();
    const { x, labels } = batch(0);
    const set = (key: string, values: number[]) =>
      tf.tidy(() => net.variables[`batchNorm_1/${key}`]!.assign(tf.tensor1d(values)));
    set('gamma', [0.3, -1, 2]);
    set('mean', [0.1, -0.2, 0.05]);
    set('variance', [0.01, 4, 0.3]);
    const outputs = (of: () => tf.Tensor) => tf.tidy(() => of().arraySync() as number[][]).flat();
    const before = outputs(() => apply(net, x));
    const apart = (of: readonly number[]) => Math.max(...of.map((value, i) => Math.abs(value - before[i]!)));
    expect(apart(outputs(() => trainingPass(net, x).output))).toBeGreaterThan(0.01);
    const tensors = tf.memory().numTensors;
    await rebaseBatchNorm(net, [{ x: tf.clone(x), labels }]);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(apart(outputs(() => apply(net, x)))).toBeLessThan(1e-5);
    expect(apart(outputs(() => trainingPass(net, x).output))).toBeLessThan(1e-5);
    x.dispose();
    disposeNetwork(net);
  });

  it.each([['rebaseBatchNorm', rebaseBatchNorm] as const, ['preciseBatchNorm', preciseBatchNorm] as const])(
    '%s changes nothing where a statistic is not finite',
    async (name, by) => {
      const net = build();
      const before = weights(net);
      for (const value of [Number.NaN, 3e38]) {
        const x = tf.fill([8, 6, 6, 1], value);
        await expect(by(net, [batch(0), { x, labels: batch(0).labels }])).rejects.toThrow(
          new RegExp(`^${name}: expected finite statistics, got .* at batch norm "batchNorm_1"$`),
        );
      }
      expect(weights(net)).toEqual(before);
      disposeNetwork(net);
    },
  );

  it('refuses no batches, and a batch norm without a scale', async () => {
    const net = build();
    await expect(rebaseBatchNorm(net, [])).rejects.toThrow('rebaseBatchNorm: expected at least one batch');
    const nodes = net.nodes.map((node) =>
      node.op === 'batchNorm' ? { ...node, params: { ...node.params, gamma: undefined } } : node,
    );
    await expect(rebaseBatchNorm({ ...net, nodes }, [batch(0)])).rejects.toThrow(
      'rebaseBatchNorm: expected a scale and a shift of batch norm "batchNorm_1", got none',
    );
    const norm = net.nodes.find(({ op }) => op === 'batchNorm')!;
    const index = net.nodes.indexOf(norm);
    const twice = [...net.nodes.slice(0, index + 1), { ...norm, name: 'again', inputs: [index] }];
    await expect(rebaseBatchNorm({ ...net, nodes: twice as never }, [batch(0)])).rejects.toThrow(
      'rebaseBatchNorm: expected variables of its own for batch norm "again", got one of another',
    );
    disposeNetwork(net);
  });
});

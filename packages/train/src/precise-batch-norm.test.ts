import { apply, batchNorm, disposeNetwork, network, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { preciseBatchNorm } from './precise-batch-norm';
import { batch, build, weights } from './testing';

describe('preciseBatchNorm', () => {
  it('has the mean and the variance of all values, worked out by hand', async () => {
    const net = network([2], sequential(batchNorm({ name: 'norm' })));
    const batches = [
      [
        [1, 1000],
        [3, 1000],
      ],
      [
        [5, 1000.5],
        [7, 1000.5],
      ],
    ].map((rows) => ({ x: tf.tensor2d(rows), labels: [0, 1] }));
    await preciseBatchNorm(net, batches);
    expect([...net.variables['norm/mean']!.dataSync()]).toEqual([4, 1000.25]);
    // (9 + 1 + 1 + 9) / 4, and 1/4 squared: float32 sums of squares would lose the second
    expect([...net.variables['norm/variance']!.dataSync()]).toEqual([5, 0.0625]);
    disposeNetwork(net);
  });

  it('makes a batch come out as in training where that batch is all there is', async () => {
    const net = build();
    const { x, labels } = batch(0);
    const before = weights(net);
    await preciseBatchNorm(net, [{ x: tf.clone(x), labels }]);
    const out = tf.tidy(() => apply(net, x).arraySync() as number[][]);
    await preciseBatchNorm(net, [
      { x: tf.clone(x), labels },
      { x: tf.clone(x), labels },
    ]);
    expect(tf.tidy(() => apply(net, x).arraySync())).toEqual(out);
    const names = Object.keys(net.variables);
    const changed = names.filter((_, i) => String(weights(net)[i]) !== String(before[i]));
    expect(changed).toEqual(['batchNorm_1/mean', 'batchNorm_1/variance']);
    x.dispose();
    disposeNetwork(net);
  });

  it('refuses no batches, and a batch of another shape, which it frees', async () => {
    const net = build();
    await expect(preciseBatchNorm(net, [])).rejects.toThrow('preciseBatchNorm: expected at least one batch');
    await expect(preciseBatchNorm(net, [{ x: tf.zeros([2, 5, 5, 1]), labels: [0, 1] }])).rejects.toThrow(
      'preciseBatchNorm: expected',
    );
    disposeNetwork(net);
  });
});

import { isIbpError } from '@ibp/core';
import { dense, disposeNetwork, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { createOptimizer, disposeOptimizer } from '../optimizers/optimizer';
import { decodeCheckpoint, encodeCheckpoint, restoreCheckpoint, takeCheckpoint } from './checkpoint';

const checkpoint = {
  step: 7,
  run: { model: 'small', epsilon: 0.1 },
  arrays: {
    w: { shape: [2], data: Float32Array.from([1, 2]) },
    b: { shape: [], data: Float32Array.of(3) },
  },
};

function state() {
  const net = network([2], dense(2), { seed: 1 });
  const optimizer = createOptimizer(net);
  const free = () => {
    disposeOptimizer(optimizer);
    disposeNetwork(net);
  };
  return { net, optimizer, free };
}

describe('checkpoints', () => {
  it('survive their bytes', async () => {
    expect(await decodeCheckpoint(await encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it('are refused wherever a bit is changed or the end is cut off', async () => {
    const good = await encodeCheckpoint(checkpoint);
    const damaged = [...good.keys()].flatMap((i) => {
      const changed = good.slice();
      changed[i]! ^= 1 << (i % 8);
      return [changed, good.subarray(0, i)];
    });
    const outcomes = await Promise.allSettled(damaged.map(decodeCheckpoint));
    for (const [i, outcome] of outcomes.entries()) {
      const refused = outcome.status === 'rejected' && isIbpError(outcome.reason);
      // spaces that only fill the header up may become other white space
      if (!refused) expect([i, outcome]).toEqual([i, { status: 'fulfilled', value: checkpoint }]);
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(16);
  });

  it('take Infinity among the hyper-parameters for itself, though JSON has none', async () => {
    const { net, optimizer, free } = state();
    const run = { clipNorm: Number.POSITIVE_INFINITY };
    const taken = await takeCheckpoint(net, optimizer, { step: 1, run });
    const read = await decodeCheckpoint(await encodeCheckpoint(taken));
    restoreCheckpoint(read, net, optimizer, run);
    expect(() => restoreCheckpoint(read, net, optimizer, { clipNorm: 10 })).toThrow(
      'checkpoint of another run: "clipNorm": expected 10, got null',
    );
    free();
  });

  it('are not taken of weights that are not finite', async () => {
    const { net, optimizer, free } = state();
    tf.tidy(() => net.variables['dense_1/bias']!.assign(tf.tensor1d([0, Number.POSITIVE_INFINITY])));
    await expect(takeCheckpoint(net, optimizer, { step: 3, run: {} })).rejects.toThrow(
      'checkpoint: expected finite values, got Infinity in "weights:dense_1/bias" after step 3',
    );
    free();
  });
});

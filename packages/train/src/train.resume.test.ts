import { dense, disposeNetwork, flatten, network, sequential } from '@ibp/layers';
import { decodeCheckpoint } from './checkpoint/checkpoint';
import { memoryStore } from './checkpoint/store';
import { build, optimizers, options, run, train, weights } from './testing';

describe('a resumed run', () => {
  it.each([1, 4, 5, 9, 11])(
    'ends with the same weights when stopped after step %i and resumed',
    async (stop) => {
      const whole = build();
      await run(whole);
      const store = memoryStore();
      const first = build();
      await run(first, { checkpoint: { store, every: 4 } }, stop);
      // other weights, as a new process would have before it reads the checkpoint
      const second = build(stop < 4 ? 1 : 99);
      const metrics = await run(second, { checkpoint: { store, every: 4 } });
      expect(metrics[0]!.step).toBe(Math.floor(stop / 4) * 4 + 1);
      expect(weights(second)).toEqual(weights(whole));
      for (const net of [whole, first, second]) disposeNetwork(net);
    },
  );

  it.each(optimizers)('ends with the same weights when %o is stopped and resumed', async (optimizer) => {
    const [whole, first, second] = [build(), build(), build(99)];
    await run(whole, { optimizer });
    const store = memoryStore();
    await run(first, { optimizer, checkpoint: { store, every: 3 } }, 7);
    const metrics = await run(second, { optimizer, checkpoint: { store, every: 3 } });
    expect(metrics[0]!.step).toBe(7);
    expect(weights(second)).toEqual(weights(whole));
    for (const net of [whole, first, second]) disposeNetwork(net);
  });

  it('refuses the checkpoint of another optimiser', async () => {
    const store = memoryStore();
    const net = build();
    await run(net, { steps: 1, checkpoint: { store, every: 1 } });
    const optimizer = { name: 'sgd' } as const;
    await expect(run(net, { optimizer, checkpoint: { store, every: 1 } })).rejects.toThrow(
      'checkpoint of another optimizer: expected sgd.velocity, weights, got adam.first, adam.second, weights',
    );
    disposeNetwork(net);
  });

  it('does nothing more when all was done', async () => {
    const store = memoryStore();
    const [net, again] = [build(), build(5)];
    await run(net, { checkpoint: { store, every: 100 } });
    expect(await run(again, { checkpoint: { store, every: 100 } })).toEqual([]);
    expect(weights(again)).toEqual(weights(net));
    for (const n of [net, again]) disposeNetwork(n);
  });

  it('stops at a signal, with a checkpoint', async () => {
    const store = memoryStore();
    const net = build();
    const stop = new AbortController();
    for await (const { step } of train(net, {
      ...options,
      checkpoint: { store, every: 100 },
      signal: stop.signal,
    })) {
      if (step === 2) stop.abort();
    }
    expect((await decodeCheckpoint((await store.load())!)).step).toBe(3);
    disposeNetwork(net);
  });

  it('refuses the checkpoint of another model, of another run, and a damaged one', async () => {
    const store = memoryStore();
    const net = build();
    await run(net, { steps: 2, checkpoint: { store, every: 1, run: { seed: 4 } } });
    const other = network([6, 6, 1], sequential(flatten(), dense(3)), { seed: 1 });
    await expect(run(other, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'checkpoint of another model: "weights:dense_1/kernel": expected shape [36,3], got [27,6]',
    );
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 5 } } })).rejects.toThrow(
      'checkpoint of another run: "seed": expected 5, got 4 (memory)',
    );
    const bytes = (await store.load())!;
    const damaged = bytes.slice();
    damaged[damaged.length - 2]! ^= 1;
    await store.save(damaged);
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'the file is damaged',
    );
    await store.save(bytes.subarray(0, bytes.length - 5));
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'checkpoint: expected a whole safetensors file',
    );
    for (const n of [net, other]) disposeNetwork(n);
  });
});

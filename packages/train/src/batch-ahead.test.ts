import { disposeNetwork } from '@ibp/layers';
import { batch, build, options, run, train } from './testing';

const laterThan = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('batches of a run', () => {
  it('are asked for once each, in order, before the step that needs them', async () => {
    const net = build();
    const asked: number[] = [];
    const watched = (step: number) => {
      asked.push(step);
      return batch(step);
    };
    await run(net, { steps: 4, batch: watched }, 2);
    expect(asked).toEqual([0, 1, 2]); // the last of them is freed unused, or this test would find it
    disposeNetwork(net);
  });

  it('are loaded while the step before is computed', async () => {
    const net = build();
    const [begun, done]: [number[], number[]] = [[], []];
    const slow = async (step: number) => {
      begun.push(step);
      await laterThan(20);
      done.push(step);
      return batch(step);
    };
    for (const { step } of await run(net, { steps: 3, batch: slow }, 1)) expect(step).toBe(1);
    expect(begun).toEqual([0, 1]);
    expect(done).toEqual([0, 1]); // stopping waits for what has begun, to free it
    disposeNetwork(net);
  });

  it.each(['thrown', 'rejected'])('whose making fails (%s) end the run at their own step', async (how) => {
    const net = build();
    const steps: number[] = [];
    const failing = (step: number) => {
      if (step !== 2) return batch(step);
      if (how === 'thrown') throw new Error('no such file');
      return Promise.reject(new Error('no such file'));
    };
    const training = async () => {
      for await (const { step } of train(net, { ...options, batch: failing })) steps.push(step);
    };
    await expect(training()).rejects.toThrow('no such file');
    expect(steps).toEqual([1, 2]);
    disposeNetwork(net);
  });

  it('are not asked for beyond the last step', async () => {
    const net = build();
    const asked: number[] = [];
    const watched = (step: number) => {
      asked.push(step);
      return batch(step);
    };
    await run(net, { steps: 2, batch: watched });
    expect(asked).toEqual([0, 1]);
    disposeNetwork(net);
  });
});

import { disposeNetwork } from '@ibp/layers';
import { memoryJournal } from './journal';
import { planeNetwork, points, results } from './testing';

it('tells what is at work to end where the run ends, and waits for it', async () => {
  const net = planeNetwork();
  const ends: number[] = [];
  const stage = {
    ...{ name: 'waiting', batch: 1 },
    run: async (
      [question]: readonly { readonly index: number }[],
      { signal }: { readonly signal: AbortSignal },
    ) => {
      if (question!.index === 0) return [{ proved: [0] }];
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ends.push(question!.index);
      return [{}];
    },
  };
  const journal = {
    ...memoryJournal(),
    append: async ({ verdict }: { readonly verdict?: unknown }) => {
      if (verdict) throw new Error('no space left');
    },
  };
  const all = points([0.5, 0.4], [0.5, 0.4], [0.5, 0.4]);
  const running = results(net, all, { epsilon: 0.1, stages: [stage], journal, concurrency: 3 });
  await expect(running).rejects.toThrow('no space left');
  expect(ends).toEqual([1, 2]);
  disposeNetwork(net);
});

import { type AugmentName, augmentations } from '../core/augmentations';
import { fromArrays } from '../core/from-arrays';
import { trainingBatch } from '../core/training-batch';
import { type BatchThread, batchThread } from './batch-thread';
import { sharedDataset } from './shared-dataset';

const dataset = fromArrays({
  images: Uint8Array.from({ length: 10 * 72 }, (_, i) => i),
  labels: Uint8Array.from({ length: 10 }, (_, i) => i),
  shape: [6, 6, 2],
});

describe('batchThread', () => {
  const threads: BatchThread[] = [];
  const start = (augment?: AugmentName) => {
    const thread = batchThread(dataset, { batchSize: 4, seed: 3, ...(augment ? { augment } : {}) });
    threads.push(thread);
    return thread;
  };
  afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.close())));

  it.each([undefined, 'none', 'flip', 'shift', 'crop', 'cropAndFlip'] as const)(
    'gives what trainingBatch gives, in any order: %s',
    async (augment) => {
      const { batch } = start(augment);
      const change = augment ? { augment: augmentations[augment] } : {};
      for (const step of [0, 1, 7, 2]) {
        const [found, expected] = [
          await batch(step),
          trainingBatch(dataset, step, { batchSize: 4, seed: 3, ...change }),
        ];
        expect(found.x.shape).toEqual([4, 6, 6, 2]);
        expect(found.x.dataSync()).toEqual(expected.x.dataSync());
        expect([found.labels, found.indices]).toEqual([expected.labels, expected.indices]);
        found.x.dispose();
        expected.x.dispose();
      }
    },
  );

  it('makes the next batch while this thread is busy', async () => {
    const shared = sharedDataset({ ...dataset, images: new Uint8Array(dataset.images.length).fill(255) });
    const thread = batchThread(shared, { batchSize: 4, seed: 3 });
    threads.push(thread);
    const first = await thread.batch(0); // the thread has started, and knows what comes next
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
    shared.images.fill(0); // what is made from now on is black
    const [second, third] = [await thread.batch(1), await thread.batch(2)];
    expect([first, second, third].map(({ x }) => [...new Set(x.dataSync())])).toEqual([[1], [1], [0]]);
    for (const { x } of [first, second, third]) x.dispose();
  });

  it('refuses what trainingBatch refuses, and everything once it is closed', async () => {
    expect(() => batchThread(dataset, { batchSize: 11, seed: 0 })).toThrow(
      'trainingBatch: expected batchSize in 1..10 (the size of arrays), got 11',
    );
    const { batch, close } = start();
    await expect(batch(-1)).rejects.toThrow('expected step to be an integer >= 0, got -1');
    await close();
    await expect(batch(0)).rejects.toThrow('batchThread: expected a thread that is not closed');
  });
});

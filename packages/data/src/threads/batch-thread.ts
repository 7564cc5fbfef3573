import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { AugmentName } from '../core/augmentations';
import { type Batch, toBatch } from '../core/batch';
import type { BatchValues } from '../core/batch-values';
import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { stepsPerEpoch, type TrainingBatchOptions } from '../core/training-values';
import { sharedDataset } from './shared-dataset';

/** An augmentation has a name here: a thread cannot be given a function. */
export type BatchThreadOptions = Omit<TrainingBatchOptions, 'augment'> & { readonly augment?: AugmentName };

/** A thread that makes training batches, one ahead of what is asked for. */
export type BatchThread = {
  /** What `trainingBatch` gives for the step. The thread goes on with that of the next step, whatever this one computes. */
  readonly batch: (step: number) => Promise<Batch>;
  /** Ends the thread, when it has made what it was asked for. */
  readonly close: () => Promise<void>;
};

/** What the thread is told when it starts. */
export type ThreadData = { readonly dataset: Dataset; readonly options: BatchThreadOptions };

const isSource = import.meta.url.endsWith('.ts');
/** Of its own in sources and build alike: threads are started by path. */
const worker = fileURLToPath(new URL(isSource ? './batch-worker.ts' : './batch-worker.js', import.meta.url));

/**
 * A thread that makes the batches of a training, each before it is asked for if the steps are taken in turn, so that
 * shuffling, augmentation and scaling take no time from the steps, which keep this thread busy. The thread has a copy of
 * the images, unless they are in shared memory (`sharedDataset`).
 *
 * @throws DataError when the batch is larger than the dataset.
 */
export function batchThread(dataset: Dataset, options: BatchThreadOptions): BatchThread {
  stepsPerEpoch(dataset, options.batchSize);
  const workerData: ThreadData = { dataset: sharedDataset(dataset), options };
  const pool = new Piscina<number, BatchValues>({
    filename: worker,
    workerData,
    minThreads: 1,
    maxThreads: 1,
    execArgv: isSource ? ['--import', 'tsx'] : [],
  });
  let closed = false;
  let ahead: { readonly step: number; readonly values: Promise<BatchValues> } | undefined;
  const ask = (step: number): Promise<BatchValues> => {
    const values = pool.run(step);
    values.catch(() => undefined); // heard when the batch is asked for
    return values;
  };
  return {
    batch: async (step) => {
      // the pool would start another thread
      if (closed) throw dataError('batchThread', `expected a thread that is not closed, for step ${step}`);
      const values = ahead?.step === step ? ahead.values : ask(step);
      ahead = { step: step + 1, values: ask(step + 1) };
      return toBatch(await values, dataset);
    },
    close: () => {
      closed = true;
      return pool.close();
    },
  };
}

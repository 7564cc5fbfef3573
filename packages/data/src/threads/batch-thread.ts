import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { AugmentName } from '../core/augmentations';
import { type Batch, toBatch } from '../core/batch';
import type { BatchValues } from '../core/batch-values';
import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { stepsPerEpoch, type TrainingBatchOptions } from '../core/training-values';

/** An augmentation has a name here: a thread cannot be given a function. */
export type BatchThreadOptions = Omit<TrainingBatchOptions, 'augment'> & { readonly augment?: AugmentName };

export type BatchThread = {
  /** What `trainingBatch` gives for the step, made by the thread from now on, whatever this one computes. */
  readonly batch: (step: number) => Promise<Batch>;
  /** Ends the thread; batches that are asked for and not made are refused. */
  readonly close: () => Promise<void>;
};

/** What the thread is told when it starts. */
export type ThreadData = { readonly dataset: Dataset; readonly options: BatchThreadOptions };

const isSource = import.meta.url.endsWith('.ts');
/** Of its own in sources and build alike: threads are started by path. */
const worker = fileURLToPath(new URL(isSource ? './batch-worker.ts' : './batch-worker.js', import.meta.url));

/**
 * A thread that makes the batches of a training, so that shuffling, augmentation and scaling take no time from the steps,
 * which keep this thread busy. It keeps a copy of the dataset, unless its images are in shared memory.
 *
 * @throws DataError when the batch is larger than the dataset.
 */
export function batchThread(dataset: Dataset, options: BatchThreadOptions): BatchThread {
  stepsPerEpoch(dataset, options.batchSize);
  const workerData: ThreadData = { dataset, options };
  const pool = new Piscina<number, BatchValues>({
    filename: worker,
    workerData,
    minThreads: 1,
    maxThreads: 1,
    execArgv: isSource ? ['--import', 'tsx'] : [],
  });
  let closed = false;
  return {
    batch: async (step) => {
      // the pool would start another thread
      if (closed) throw dataError('batchThread', `expected a thread that is not closed, for step ${step}`);
      return toBatch(await pool.run(step), dataset);
    },
    close: () => {
      closed = true;
      return pool.destroy();
    },
  };
}

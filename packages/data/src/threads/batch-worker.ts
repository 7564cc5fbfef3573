/** What the thread of `batchThread` runs. */
import { workerData } from 'piscina';
import { augmentations } from '../core/augmentations';
import type { BatchValues } from '../core/batch-values';
import { trainingValues } from '../core/training-values';
import type { ThreadData } from './batch-thread';

const { dataset, options } = workerData as ThreadData;
const augment = augmentations[options.augment ?? 'none'];

export default (step: number): BatchValues => trainingValues(dataset, step, { ...options, augment });

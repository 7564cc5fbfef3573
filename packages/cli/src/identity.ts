import { isDeepStrictEqual } from 'node:util';
import type { RunDescription } from '@ibp/train';
import { learningRateText, type Recipe } from './recipe';
import type { Validation } from './validation';

/**
 * What a resumed run must share with the one that wrote the checkpoint; the radius to certify may change. Checkpoints
 * of earlier versions hold this:
 * a field that came later has to be left out where it says what was so before.
 */
export function runIdentity(recipe: Recipe): RunDescription {
  const { decays, learningRate, learningRateSchedule, epsilon, ...rest } = recipe;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, flat(value)])),
    learningRate: learningRateSchedule ?? learningRateText(recipe),
  };
}

/** What tells the training of one run from that of another; reports of earlier versions do not say their data. */
type Trains = {
  readonly recipe: Recipe;
  readonly data?: { readonly source: string; readonly validation?: Validation };
};

/** Whether two descriptions are of one training: a report of another radius is still that run's. */
export const isSameTraining = (a: Trains, b: Trains): boolean =>
  a.data?.source === b.data?.source &&
  a.data?.validation?.examples === b.data?.validation?.examples &&
  isDeepStrictEqual(runIdentity(a.recipe), runIdentity(b.recipe));

/** A checkpoint's description has no objects; what methods and regularisers say is compared as text. */
const flat = (value: unknown) =>
  (typeof value === 'object' && value !== null ? JSON.stringify(value) : value) as RunDescription[string];

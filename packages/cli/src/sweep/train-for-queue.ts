import type { TrainTrial } from '@ibp/cluster';
import { type Images, loadImages } from '../images';
import type { Settings } from '../settings';
import { runTrial } from './run-trial';
import { readTask } from './task';
import { recipeAt } from './trials';

/** What of a worker's machine a run needs. */
export type TrainerSettings = Pick<Settings, 'dataDir' | 'backend'>;

/** Trains runs of sweeps for a worker, each in the folder that it is given. */
export function trainForQueue(own: TrainerSettings): TrainTrial {
  // the next run is most often of the same images
  let last: { readonly key: string; readonly images: Promise<Images> } | undefined;
  const load: typeof loadImages = (configuration, settings) => {
    const { data, validation, testExamples } = settings;
    const key = JSON.stringify([configuration.name, data, validation, testExamples]);
    if (last?.key !== key) last = { key, images: loadImages(configuration, settings) };
    return last.images;
  };
  return async ({ task, sweep, point, budget, folder, others, onCheckpoint }) => {
    const { configuration, data, recipe, engine, settings } = readTask(task);
    const { objective, earlyStopping } = sweep;
    return runTrial(
      configuration,
      await recipeAt(recipe, point, budget),
      { ...settings, ...own, data, engine, out: folder, restart: false },
      {
        ...{ load, onCheckpoint },
        ...(earlyStopping ? { stopping: { objective, earlyStopping, others } } : {}),
      },
    );
  };
}

import { isModelName } from '@ibp/recipes';
import { readRunRecord } from './run-record';
import { imagesRefusal, recognisedImages } from './same-images';
import { hasOtherLayers } from './topology';
import { augmentOf, type TrainingRun } from './training-run';

/**
 * That what a checkpoint does not say of its run is still so: the images and how they are changed, and the layers of a model in a
 * file.
 *
 * @throws naming what differs. What earlier versions did not record is not asked for.
 */
export function assertSameRun(run: TrainingRun): void {
  const { folder, images, configuration, recipe } = run;
  const record = readRunRecord(folder.record);
  if (!record) return;
  const refuse = (why: string): never => {
    throw new Error(
      `${folder.path}: ${why}; --restart begins a run anew, and --out says where another is to go`,
    );
  };
  const others = imagesRefusal(record, recognisedImages(configuration.name, images));
  if (others) refuse(`to go on with the run's own training images, ${others}`);
  const augment = augmentOf(run);
  if (record.augment !== undefined && record.augment !== augment) {
    refuse(`expected images changed by "${record.augment}", as the run's were, got "${augment}"`);
  }
  if (!isModelName(recipe.model) && hasOtherLayers(recipe.model, folder.topology)) {
    refuse(`expected the layers that the run began with, got others in ${recipe.model}`);
  }
}

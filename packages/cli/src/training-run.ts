import type { Attack } from '@ibp/attack';
import { type Network, summary } from '@ibp/layers';
import type { AugmentName } from '@ibp/recipes';
import type { Engine } from '@ibp/train';
import type { Configuration } from './configuration';
import type { Images } from './images';
import type { Scale } from './radii';
import type { Recipe } from './recipe';
import type { RunFolder } from './run-folder';
import type { RunRecord } from './run-record';
import type { Settings } from './settings';
import type { Watch } from './watch';

/** All that one training needs, its network apart. */
export type TrainingRun = {
  readonly configuration: Configuration;
  readonly recipe: Recipe;
  readonly settings: Settings;
  readonly images: Images;
  readonly folder: RunFolder;
  /** Of tfjs. */
  readonly backend: string;
  /** Nothing: tfjs, op by op. */
  readonly engine: Engine | undefined;
  readonly scale: Scale;
  /** On the tracked test examples; none where left out. */
  readonly attack?: Attack;
  readonly watch?: Watch;
};

/** How training images are changed: as the recipe says, else as is usual in the configuration. */
export const augmentOf = ({
  recipe,
  configuration,
}: Pick<TrainingRun, 'recipe' | 'configuration'>): AugmentName =>
  recipe.augment ?? configuration.augment ?? 'none';

/** What a run is, for its record and its report. */
export function describeRun(
  network: Network,
  run: Pick<TrainingRun, 'configuration' | 'recipe' | 'images'>,
): Omit<RunRecord, 'sessions'> {
  const { configuration, recipe, images } = run;
  const { source, description, train, test, testSet, part, validation, hash } = images;
  const { parameters, hiddenUnits } = summary(network);
  return {
    example: configuration.name,
    recipe,
    data: {
      ...{ source, description, train: train.count, test: test.count, testSet, part },
      ...(validation ? { validation } : {}),
      ...(hash === undefined ? {} : { hash }),
    },
    augment: augmentOf(run),
    network: { parameters, hiddenUnits },
  };
}

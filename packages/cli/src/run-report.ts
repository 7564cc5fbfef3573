import { disposeNetwork, weightsHash } from '@ibp/layers';
import { boundName, buildBound } from '@ibp/recipes';
import type { Configuration } from './configuration';
import { evaluateNetwork } from './evaluation';
import { type Loaded, loaded } from './loaded';
import type { Recipe } from './recipe';
import type { RunReport } from './report';
import type { Settings } from './settings';
import { type Following, trainRecipe } from './trained';
import { describeRun } from './training-run';
import { versions } from './versions';

type Asked =
  | {
      readonly command: 'train';
      readonly recipe: Recipe;
      readonly settings: Settings;
      readonly following?: Following;
    }
  | { readonly command: 'evaluate'; readonly epsilon?: number; readonly settings: Settings };

/** Trains or loads a network and evaluates it. */
export async function reportOf(configuration: Configuration, asked: Asked): Promise<RunReport> {
  const { command, settings } = asked;
  const { recipe, network, images, backend, engine, folder, training, scale } =
    command === 'train'
      ? {
          ...(await trainRecipe(configuration, asked.recipe, settings, asked.following)),
          recipe: asked.recipe,
        }
      : { ...(await loadedRun(configuration, settings)), training: undefined };

  const epsilon = command === 'evaluate' ? (asked.epsilon ?? recipe.epsilon) : recipe.epsilon;
  const start = performance.now();
  try {
    const evaluation = await evaluateNetwork(network, buildBound(recipe), { epsilon, images, engine, scale });
    return {
      ...describeRun(network, { configuration, recipe, images }),
      settings,
      backend,
      versions: versions(),
      ...(training ? { training } : {}),
      evaluation,
      bound: boundName(recipe),
      evaluationSeconds: (performance.now() - start) / 1000,
      weights: folder.weights,
      weightsHash: await weightsHash(network),
    };
  } finally {
    disposeNetwork(network);
  }
}

/** Of a `model.json` there is no recipe to report. */
async function loadedRun(
  configuration: Configuration,
  settings: Settings,
): Promise<Loaded & { recipe: Recipe }> {
  const { recipe, ...rest } = await loaded(configuration, settings);
  return { ...rest, recipe: recipe! };
}

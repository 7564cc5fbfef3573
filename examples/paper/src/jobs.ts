import { join } from 'node:path';
import { type Configuration, type Recipe, type Trained, trainRecipe, whileLocked } from '@ibp/cli';
import { disposeNetwork } from '@ibp/layers';
import type { Context } from './context';
import { full } from './full';
import { methods } from './methods';
import { type DatasetId, type MethodId, radius } from './published';
import { scaled } from './scale';

/** A network to train. Jobs of one name are one network. */
export type Job = {
  readonly name: string;
  readonly dataset: DatasetId;
  readonly example: Configuration;
  readonly recipe: Recipe;
  /** In what it is not the paper's, as far as can be said before the images are there. */
  readonly differences: readonly string[];
};

export type JobOptions = {
  readonly dataset: DatasetId;
  readonly method: MethodId;
  /** As printed: `8/255`; without it, as nominal training has it, none. */
  readonly epsilonTrain?: string;
  /** To be certified; only figures while training depend on it. */
  readonly epsilon: string;
  /** What this network differs in from the others of its kind, and what it is then called. */
  readonly change?: { readonly name: string; readonly recipe: Partial<Recipe> };
};

export function jobOf(options: JobOptions, { size, seed }: Context): Job {
  const { dataset, method, epsilonTrain, epsilon, change } = options;
  const { example } = full[dataset];
  const { recipe, differences } = scaled(full[dataset], size);
  const compared = methods[method];
  const names = [dataset, recipe.model, method, epsilonTrain?.replace('/', '-'), change?.name];
  return {
    name: names.filter((name) => name !== undefined).join('-'),
    dataset,
    example,
    recipe: {
      ...recipe,
      epsilon: radius(epsilon),
      epsilonTrain: epsilonTrain === undefined ? 0 : radius(epsilonTrain),
      seed,
      ...compared.recipe,
      ...change?.recipe,
    },
    differences,
  };
}

/** What became of a job: what was measured, or why it could not be. */
export type Outcome<T> =
  | {
      readonly value: T;
      readonly source: string;
      /** In what it is not the paper's, images and all. */
      readonly differences: readonly string[];
    }
  | { readonly problem: string };

/**
 * Trains a network, from its last checkpoint on, and measures it.
 *
 * @returns a problem where the images are not there, so that the other rows of a table can be.
 */
export function runJob<T>(
  job: Job,
  context: Context,
  measure: (trained: Trained) => Promise<T>,
): Promise<Outcome<T>> {
  console.error(`\n${job.name}`);
  const folder = join(context.out, 'models', job.name);
  return whileLocked(folder, () => runIn(folder, job, context, measure));
}

async function runIn<T>(
  folder: string,
  job: Job,
  { mnist, size, settings }: Context,
  measure: (trained: Trained) => Promise<T>,
): Promise<Outcome<T>> {
  let trained: Trained;
  try {
    trained = await trainRecipe(job.example, job.recipe, {
      ...settings,
      data: job.dataset === 'mnist' ? mnist : 'auto',
      out: folder,
      restart: false,
    });
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'DataError') throw error;
    console.error(message);
    return { problem: message.split('\n')[0]! };
  }
  try {
    const { images } = trained;
    const { differences } = scaled(full[job.dataset], size, images);
    return { value: await measure(trained), source: images.description, differences };
  } finally {
    disposeNetwork(trained.network);
  }
}

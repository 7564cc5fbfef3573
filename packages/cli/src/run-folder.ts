import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lock } from '@ibp/files';
import { fileStore } from '@ibp/train/node';
import { readRecipe } from './read-recipe';
import type { Recipe } from './recipe';
import { writeJson } from './write-json';

/** A path as the person who typed the command meant it: npm runs an example in the example's own folder. */
export const userPath = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

/**
 * What a run keeps: `run.json` (recipe, seed, data, versions), `metrics.jsonl`, `checkpoint.safetensors`, and at its
 * end `weights/model.json`, `recipe.json` and `report.json`; of a model in a file `topology.json`.
 */
export type RunFolder = {
  readonly path: string;
  readonly record: string;
  readonly metrics: string;
  readonly checkpoint: ReturnType<typeof fileStore>;
  readonly weights: string;
  /** The layers of a network that a file described, which is not needed any more. */
  readonly topology: string;
  readonly report: string;
  /** Only with its weights in their place: the recipe says whose they are. */
  readonly saveRecipe: (recipe: Recipe) => Promise<void>;
  /** Removes what a run before left at its end, and with it any claim that what is here now is that run's. */
  readonly beginAnew: () => Promise<void>;
  /** @throws when there is no run in the folder, or it was stopped before its end. */
  readonly loadRecipe: () => Recipe;
  /**
   * Keeps the folder for one training, until what it gives is called.
   *
   * @throws when another is at work in it.
   */
  readonly lock: () => Promise<() => Promise<void>>;
};

export function runFolder(out: string): RunFolder {
  const path = userPath(out);
  const record = join(path, 'run.json');
  const recipeFile = join(path, 'recipe.json');
  const report = join(path, 'report.json');
  return {
    path,
    record,
    metrics: join(path, 'metrics.jsonl'),
    checkpoint: fileStore(join(path, 'checkpoint.safetensors')),
    weights: join(path, 'weights'),
    topology: join(path, 'topology.json'),
    report,
    saveRecipe: (recipe) => writeJson(recipeFile, recipe),
    beginAnew: async () => {
      await Promise.all([report, recipeFile].map((file) => rm(file, { force: true })));
    },
    loadRecipe: () => readRecipe(recipeFile, 'the recipe of a run that was trained to its end'),
    lock: () => lock(record),
  };
}

/** Does what trains in a folder while no other does. */
export async function whileLocked<T>(out: string, work: () => Promise<T>): Promise<T> {
  const release = await runFolder(out).lock();
  try {
    return await work();
  } finally {
    await release();
  }
}

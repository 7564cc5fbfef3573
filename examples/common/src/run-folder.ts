import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileStore } from '@ibp/train/node';
import writeFileAtomic from 'write-file-atomic';
import type { Recipe } from './recipe';

/** A path as the person who typed the command meant it: npm runs an example in the example's own folder. */
export const userPath = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

/** What a run keeps: `recipe.json`, `checkpoint.safetensors`, `weights/model.json` and `report.json`. */
export type RunFolder = {
  readonly path: string;
  readonly checkpoint: ReturnType<typeof fileStore>;
  readonly weights: string;
  readonly report: string;
  readonly saveRecipe: (recipe: Recipe) => Promise<void>;
  /** @throws when there is no run in the folder, or it was stopped before its end. */
  readonly loadRecipe: () => Promise<Recipe>;
};

export function runFolder(out: string): RunFolder {
  const path = userPath(out);
  const recipeFile = join(path, 'recipe.json');
  return {
    path,
    checkpoint: fileStore(join(path, 'checkpoint.safetensors')),
    weights: join(path, 'weights'),
    report: join(path, 'report.json'),
    saveRecipe: (recipe) => writeJson(recipeFile, recipe),
    loadRecipe: async () => {
      try {
        return JSON.parse(await readFile(recipeFile, 'utf8'));
      } catch (error) {
        throw new Error(
          `expected the folder of a run that was trained to its end, got ${path}: ${(error as Error).message}`,
        );
      }
    },
  };
}

/** Writes a file that is whole or not there, and its folder: an hour's figures are not lost to a missing one. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}

import { existsSync, statSync } from 'node:fs';
import { zooNames } from '@ibp/zoo';
import { zooName } from './model-file';
import type { Recipe } from './recipe';
import { runFolder, userPath } from './run-folder';
import type { Settings } from './settings';

/**
 * Finds out before data and network are loaded that there is nothing to begin with. A run that goes on from its checkpoint does
 * without: what it began with may be gone.
 *
 * @throws naming the flag.
 */
export function checkBeginning({ from }: Recipe, { out, restart }: Pick<Settings, 'out' | 'restart'>): void {
  if (from === undefined || (!restart && existsSync(runFolder(out).checkpoint.name))) return;
  checkFrom(from);
}

/** @throws naming the flag, where there is no such run, network of the zoo or `model.json`. */
export function checkFrom(from: string): void {
  const name = zooName(from);
  if (name !== undefined) {
    const names: readonly string[] = zooNames;
    if (names.includes(name)) return;
    throw new Error(`--from: expected zoo: and one of ${names.join(', ')}, got ${from}`);
  }
  if (from.endsWith('.json')) {
    const file = userPath(from);
    if (statSync(file, { throwIfNoEntry: false })) return;
    throw new Error(`--from: expected a model.json that is there, got ${file}`);
  }
  try {
    runFolder(from).loadRecipe();
  } catch (error) {
    throw new Error(`--from: ${(error as Error).message}`);
  }
}

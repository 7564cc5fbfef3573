import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileProblem } from './file-problem';
import { userPath } from './run-folder';
import type { Settings } from './settings';

/**
 * Finds out before any work what would end it hours later.
 *
 * @throws naming the flag: where the folder of data is not there (a misspelt one would be made, and filled), or a file
 * is a folder, or the other way round.
 */
export function checkPaths({ dataDir, out, json, html }: Partial<Settings>): void {
  if (dataDir !== undefined) checkThere('--data-dir', userPath(dataDir));
  if (out !== undefined) checkFolder('--out', userPath(out));
  if (html !== undefined) checkFile('--html', userPath(html));
  if (json !== undefined && json !== '-') checkFigures(userPath(json));
}

/** `--json model.json` is a model that was meant to be read, and would be replaced by figures. */
function checkFigures(path: string): void {
  checkFile('--json', path);
  if (basename(path) !== 'model.json') return;
  throw new Error(`--json: expected a file for figures, got ${path}, a model; name it before --json`);
}

/** A folder that is there. */
function checkThere(flag: string, path: string): void {
  if (kindOf(flag, path) === undefined) {
    const remedy = 'make it first, where the data is to be downloaded there';
    throw new Error(`${flag}: expected a folder that is there, got ${path}; ${remedy}`);
  }
  checkFolder(flag, path);
}

/** A folder, or the name of one that can be made: the nearest that is there of those it lies in has to be one. */
export function checkFolder(flag: string, path: string): void {
  const found = kindOf(flag, path);
  if (found === undefined && dirname(path) !== path) checkFolder(flag, dirname(path));
  else if (found !== 'folder') throw new Error(`${flag}: expected a folder, got the ${found} ${path}`);
}

/** A file, or the name of one that can be made. Others are not written to: they would be replaced by a file. */
export function checkFile(flag: string, path: string): void {
  const found = kindOf(flag, path);
  if (found === undefined) checkFolder(flag, dirname(path));
  else if (found !== 'file') throw new Error(`${flag}: expected a file, got the ${found} ${path}`);
}

function kindOf(flag: string, path: string): 'folder' | 'file' | 'device' | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return 'folder';
    return stat && (stat.isFile() ? 'file' : 'device');
  } catch (error) {
    throw new Error(`${flag}: expected a path, got ${path}: ${fileProblem(error)}`);
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the page, which any static host serves under any path: an `index.html`, and what it loads.
 *
 * @throws where it is not there, as in a clone that was not built.
 */
export const labFolder = (): string => pageIn(fileURLToPath(new URL('../dist/page', import.meta.url)));

/** @throws where there is no page in a folder. */
export function pageIn(folder: string): string {
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Error(`lab: expected the page in ${folder}, got none: npm run build makes it in a clone`);
}

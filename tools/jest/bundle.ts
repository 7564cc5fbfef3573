import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A module that Node runs as it is, until it is removed. */
export type Bundle = { readonly file: string; readonly remove: () => void };

const script = join(__dirname, 'bundle.mjs');

/**
 * Sources as one module, for tests that need a process of its own: `node file` begins in a quarter of the time that it takes
 * to translate hundreds of sources one by one.
 *
 * @param source a file, or with `code` what is in one in the folder of the package that is tested.
 */
export function bundle(source: { readonly file: string } | { readonly code: string }): Bundle {
  // in the package, so that what it imports is found
  const parent = join(process.cwd(), 'node_modules', '.cache', 'ibp');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'bundle-'));
  const [entry, file] = [join(folder, 'entry.ts'), join(folder, 'bundle.mjs')];
  if ('code' in source) writeFileSync(entry, source.code);
  execFileSync(process.execPath, [script, 'file' in source ? source.file : entry, file], { stdio: 'pipe' });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

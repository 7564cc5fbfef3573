import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readExamples } from 'ibp-tools/examples';

/** The folder of the packages, wherever this is run from. */
export const packages = path.resolve(process.cwd(), '..', 'packages');

/** The `@example`s of all packages, `{ file, line, code }`, the file as it is called in the folder of the packages. */
export function findExamples() {
  return readdirSync(packages)
    .map((name) => path.join(packages, name, 'src'))
    .filter((folder) => existsSync(folder))
    .flatMap(filesIn)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      readExamples(file).map((block) => ({ ...block, file: path.relative(packages, file) })),
    );
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

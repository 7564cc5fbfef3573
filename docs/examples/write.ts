/** Writes the `@example`s of all packages as modules, for `tsc` to look at. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExamples } from './sources';

const folder = path.resolve(process.cwd(), '.generated', 'examples');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { file, line, code } of findExamples()) {
  const name = `${file.replace(/[\\/]/g, '-').replace(/\.ts$/, '')}-${line}.ts`;
  writeFileSync(path.join(folder, name), `// packages/${file}:${line}\n${code}\nexport {};\n`);
}

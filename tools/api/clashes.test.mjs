import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clashes } from './clashes.mjs';

it('finds no name that two packages export for different things', () => {
  assert.deepEqual(clashes(join(dirname(fileURLToPath(import.meta.url)), '../..')), []);
});

it('finds values of one name, and types of one name that differ; not what is passed on, nor what says the same', () => {
  const root = mkdtempSync(join(tmpdir(), 'ibp-clashes-'));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const packageOf = (name, source) => {
    const exports = { '.': { '@ibp/source': './src/index.ts' } };
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@ibp/${name}`, exports }));
    write(`packages/${name}/src/index.ts`, source);
  };
  const own = (pair, side) =>
    `export const one = 1;\nexport type Pair = ${pair};\nexport type Same = { readonly a: ${side} };\n`;
  try {
    write('tsconfig.base.json', JSON.stringify({ compilerOptions: { lib: ['es2020'], types: [] } }));
    packageOf('a', `${own('[1, 2]', '1 | 2')}export const passed = 1;\n`);
    packageOf('b', `${own('[2, 1]', '2 | 1')}export { passed } from '../../a/src/index';\n`);
    const files = 'packages/a/src/index.ts, packages/b/src/index.ts';
    assert.deepEqual(
      clashes(root).map((line) => line.replaceAll('\\', '/')),
      [`Pair: ${files}`, `one: ${files}`],
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';
import { apiReports } from './reports.mjs';

const root = mkdtempSync(join(tmpdir(), 'ibp-api-test-'));
after(() => rmSync(root, { recursive: true }));

const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const entry = (name) => ({ '@ibp/source': `./src/${name}.ts`, import: `./dist/${name}.js` });
const compilerOptions = {
  target: 'es2020',
  lib: ['es2020'],
  types: [],
  module: 'esnext',
  moduleResolution: 'bundler',
};
write('tsconfig.base.json', JSON.stringify({ compilerOptions }));
const exports = { '.': entry('index'), './node': entry('node'), './package.json': './package.json' };
write('packages/one/package.json', JSON.stringify({ name: '@ibp/one', version: '0.0.0', exports }));
write('packages/one/src/node.ts', `export const here = (): string => 'here';\n`);
write(
  'packages/one/src/hidden.ts',
  `export type Pair = readonly [number, number];\nexport const kept = 1;\n`,
);
write('packages/two/package.json', JSON.stringify({ name: '@ibp/two', private: true, exports }));

const reportOf = (index) => {
  write('packages/one/src/index.ts', index);
  const reports = apiReports(root);
  assert.deepEqual([...reports.keys()], [join('packages', 'one')]);
  return reports.get(join('packages', 'one'));
};
const source = `import type { Pair } from './hidden';
/** The sum. */
export function sum([a, b]: Pair) { return a + b; }
`;

const report = reportOf(source);

it('shows what every entry exports, with inferred types and the types that are mentioned', () => {
  const [main, node] = report.split('## `@ibp/one/node`');
  assert.match(main, /^# What this package exports\n[\s\S]*## `@ibp\/one`\n/);
  assert.match(main, /export function sum\(input: Pair\): number;/);
  assert.match(main, /^type Pair = readonly \[number, number\];/m);
  assert.doesNotMatch(main, /kept/);
  assert.match(node, /export const here: \(\) => string;/);
});

it('is the same for the same exports, however they are computed', () => {
  assert.equal(reportOf(source.replace('return a + b;', 'return b + a;')), report);
});

it('is another where a name or a type is', () => {
  assert.notEqual(reportOf(source.replace('function sum', 'function total')), report);
  assert.notEqual(reportOf(source.replace('return a + b;', 'return a > b;')), report);
});

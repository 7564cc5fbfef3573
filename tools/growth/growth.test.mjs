import assert from 'node:assert/strict';
import { it } from 'node:test';
import { circlesOf } from './circles.mjs';
import { exportedNames } from './exported.mjs';

const file = (path, text) => ({ path, text });

it('counts circles of files, those of types alone and those through an index among them', () => {
  const files = [
    file('a/one.ts', "import { two } from './two';"),
    file('a/two.ts', "import type { One } from './one';"),
    file('a/index.ts', "export * from './three';"),
    file('a/three.ts', "import { x } from '.';"),
    file('a/four.ts', "import { one } from './one';"),
  ];
  assert.equal(circlesOf(files), 2);
  assert.equal(circlesOf(files.slice(0, 1)), 0);
});

it('counts the names that a package exports by all its entries, each once', () => {
  const files = [
    file('p/src/index.ts', "export { a, type B as C } from './a';\nexport * from './more';"),
    file('p/src/more.ts', 'export const d = 1, e = 2;\nexport function f() {}\nconst hidden = 3;'),
    file('p/src/node.ts', "export { a } from './a';\nexport type G = number;"),
  ];
  const exports = { '.': { '@ibp/source': './src/index.ts' }, './node': { '@ibp/source': './src/node.ts' } };
  assert.equal(exportedNames({ files, manifests: { p: { exports } } }, 'p'), 6);
});

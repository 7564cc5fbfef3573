import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What makes networks of ops, or runs them elsewhere: it names ops that it uses, and need not know of others. */
const users = ['layers', 'models', 'onnx', 'backend', 'cli', 'recipes', 'attack', 'testing-networks'];

/** The code of the packages that have to know every op, without its comments. */
const sources = execFileSync('git', ['ls-files', 'packages/*/src/*.ts'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)))
  .filter((path) => !path.endsWith('.test.ts') && !/\/src\/(.*\/)?testing[/.]/.test(path))
  .filter((path) => !users.includes(path.split('/')[1]))
  .filter((path) => !/^packages\/testing\/src\/(plain|random)-networks\.ts$/.test(path)) // networks as well
  .map((path) => {
    const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return { path, code };
  });

const naming = (op) =>
  sources
    .filter(({ code }) => new RegExp(`\\b${op}\\b`).test(code))
    .map(({ path }) => path)
    .sort();

/** A path with its package, whichever folder of it. */
const at = (paths, pattern) =>
  assert.ok(
    paths.some((path) => pattern.test(path)),
    `${pattern} of ${paths}`,
  );

for (const op of ['averagePool', 'globalAveragePool', 'depthwiseConv2d']) {
  it(`the linear op ${op} is known to five files, of three packages`, () => {
    const paths = naming(op);
    at(paths, /^packages\/core\/src\/ops\/table\.ts$/);
    at(paths, /^packages\/bounds\/src\/ops\/table\.ts$/);
    at(paths, /^packages\/testing\/src\/calls\/calls\.ts$/);
    assert.equal(paths.length, 5, paths.join('\n'));
  });
}

for (const op of ['mish', 'selu', 'silu', 'elu']) {
  it(`the activation ${op} is known to five files: its value, its bounds, its relaxation and its exact curve`, () => {
    const paths = naming(op);
    at(paths, /^packages\/core\/src\/activations\/table\.ts$/);
    at(paths, /^packages\/bounds\/src\/activations\/table\.ts$/);
    at(paths, /\/relaxations\/table\.ts$/);
    at(paths, /^packages\/exact\/src\/rigorous\/curves\.ts$/);
    assert.equal(paths.length, 5, paths.join('\n'));
  });
}

// An op and an activation are added to a copy of the sources at the places that ARCHITECTURE.md names: with all of them it
// compiles, and without any one of them it does not.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { additions } from './additions.mjs';
import { scratchCopy } from './scratch.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const packages = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'src')),
);
const copy = scratchCopy(root, packages);

/** An addition with the places left out that are not to be there. */
const edited = (addition, without) =>
  Object.fromEntries(
    Object.entries(addition)
      .filter(([path]) => path !== without)
      .map(([path, edit]) => [path, edit(existsSync(join(root, path)) ? copy.original(path) : '')]),
  );

/** The row of the table that says where it goes. */
const rowOf = (what) => architecture.split('\n').find((line) => line.startsWith(`| ${what} `));

it('an op and an activation together compile in every package', () => {
  copy.write(Object.assign({}, ...Object.values(additions).map((addition) => edited(addition))));
  assert.deepEqual(copy.faults(), []);
});

for (const [what, addition] of Object.entries(additions)) {
  const paths = Object.keys(addition);

  it(`${what} is at most five files, all of them in the table of ARCHITECTURE.md`, () => {
    assert.ok(paths.length <= 5);
    const row = rowOf(what === 'a linear op' ? 'an op' : what);
    for (const path of paths) {
      const [, name] = path.split('/');
      const file = existsSync(join(root, path)) ? basename(path) : `${basename(dirname(path))}/x.ts`;
      assert.ok(row.includes(name), `${name} in ${row}`);
      assert.ok(row.includes(file) || path.startsWith('packages/testing/'), `${file} in ${row}`);
    }
  });

  for (const left of paths) {
    it(`${what} without ${left} does not compile`, () => {
      copy.write(edited(addition, left));
      const there = paths.filter((path) => path !== left || existsSync(join(root, path)));
      assert.notDeepEqual(copy.faults(there), []);
    });
  }
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** A folder of more says in one sentence what lives there. */
const few = 5;

const said = new Map(
  [...readFileSync(join(root, 'FOLDERS.md'), 'utf8').matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm)].map(
    ([, folder, sentence]) => [folder, sentence],
  ),
);
const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'packages/*/src/*'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && existsSync(join(root, path)))
  .map((path) => dirname(path).slice('packages/'.length));
/** Of the package as a whole its own README says it. */
const folders = [...new Set(sources)].filter((folder) => !folder.endsWith('/src'));
const sizeOf = (folder) => sources.filter((other) => other === folder).length;

it('every folder of more than five files has a sentence in FOLDERS.md that says what lives there', () => {
  assert.ok(folders.length > 50);
  assert.deepEqual(
    folders.filter((folder) => sizeOf(folder) > few && !said.has(folder)),
    [],
  );
});

it('and every sentence is one, of a folder that is there', () => {
  for (const [folder, sentence] of said) {
    assert.ok(folders.includes(folder), `no sources in packages/${folder}`);
    assert.match(sentence, /^[A-Z`].*\.$/, folder);
  }
  assert.deepEqual([...said.keys()], [...said.keys()].sort());
});

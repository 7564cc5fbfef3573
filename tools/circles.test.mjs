import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** What the linter says, with the settings of the repository, of circles among files. */
async function circlesIn(files) {
  const folder = await mkdtemp(join(tmpdir(), 'circles-'));
  try {
    await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const [name, code] of Object.entries(files)) await writeFile(join(folder, name), code);
    const args = ['lint', '--vcs-enabled=false', '--only=suspicious/noImportCycles', '--reporter=json', '.'];
    const { status, stdout } = spawnSync(process.execPath, [biome, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout);
    return { status, found: diagnostics.map(({ location }) => location.path).sort() };
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('npm run lint refuses circles of imports, of types too', async () => {
  const circle = {
    'a.ts': "export type { B } from './b';\nexport type A = number;\n",
    'b.ts': "import type { C } from './c';\nexport type B = C;\n",
    'c.tsx': "import { type A } from './a';\nexport type C = A;\n",
  };
  const { status, found } = await circlesIn(circle);
  assert.equal(status, 1);
  assert.deepEqual(found, ['a.ts', 'b.ts', 'c.tsx']);
  assert.deepEqual(await circlesIn({ ...circle, 'c.tsx': 'export type C = number;\n' }), {
    status: 0,
    found: [],
  });
});

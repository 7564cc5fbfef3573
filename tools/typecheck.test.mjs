import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('typecheck.mjs', import.meta.url));
const scripts = { typecheck: 'node ../../tools/types.mjs -p .' };
const common = { extends: '../../tsconfig.base.json', include: ['src'] };

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ibp-types-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path, what) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof what === 'string' ? what : JSON.stringify(what));
};

/** Whether it ends well where workspaces have these sources, and what it says. */
function checked(sources) {
  write('package.json', { workspaces: ['packages/*', 'tool'] });
  write('tsconfig.base.json', { compilerOptions: { strict: true, noEmit: true, types: [] } });
  for (const name of ['a', 'b']) {
    write(`packages/${name}/package.json`, { name, scripts });
    write(`packages/${name}/tsconfig.json`, common);
  }
  // with a step of its own, which others have no part in
  write('tool/package.json', { name: 'tool', scripts: { typecheck: 'node own.mjs' } });
  write('tool/tsconfig.json', { ...common, extends: '../tsconfig.base.json' });
  for (const [path, text] of Object.entries(sources)) write(path, text);
  const { status, stdout } = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
  return { ok: status === 0, said: stdout };
}

const right = {
  'packages/a/src/a.ts': 'export const a: number = 1;\n',
  'packages/b/src/b.ts': "import { a } from '../../a/src/a';\nexport const b: number = a;\n",
  'tool/own.mjs': 'process.exitCode = 0;\n',
};

it('ends well where every workspace is right', () => {
  const { ok, said } = checked(right);
  assert.ok(ok, said);
});

it('says what is wrong in any that has the common settings', () => {
  for (const name of ['a', 'b']) {
    const path = `packages/${name}/src/${name}.ts`;
    const { ok, said } = checked({ ...right, [path]: `export const ${name}: number = 'one';\n` });
    assert.ok(!ok);
    assert.match(said, new RegExp(`${path}.*TS2322`));
  }
});

it('runs the script of one that has a step of its own', () => {
  assert.ok(!checked({ ...right, 'tool/own.mjs': 'process.exitCode = 1;\n' }).ok);
});

// The types of every workspace. Those that ask for nothing but the common settings are one program, which reads and checks each
// source once: a program for each would read again all that it imports. The others are checked by their own scripts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmShown } from './npm.mjs';

const root = process.cwd();
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** The compiler names files with slashes on every system. */
const slashes = (path) => path.replaceAll('\\', '/');

const workspaces = read('package.json').workspaces.flatMap((name) => {
  if (!name.endsWith('/*')) return [name];
  const parent = name.slice(0, -2);
  return readdirSync(join(root, parent)).map((folder) => `${parent}/${folder}`);
});
const typed = workspaces.filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));

/** Whether the compiler with the common settings is all that its script runs. */
const isCommon = (folder) =>
  Object.keys(read(folder, 'tsconfig.json')).sort().join() === 'extends,include' &&
  /^node [./]*(tools\/)?types\.mjs -p \.$/.test(read(folder, 'package.json').scripts.typecheck);

const config = join(root, 'node_modules/.cache/ibp/tsconfig.json');
mkdirSync(join(config, '..'), { recursive: true });
const include = typed
  .filter(isCommon)
  .flatMap((folder) =>
    read(folder, 'tsconfig.json').include.map((pattern) => slashes(join(root, folder, pattern))),
  );
writeFileSync(config, JSON.stringify({ extends: slashes(join(root, 'tsconfig.base.json')), include }));

const types = fileURLToPath(new URL('types.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [types, '-p', config], { stdio: 'inherit' });
const failed = typed.filter(
  (folder) => !isCommon(folder) && npmShown(['run', 'typecheck', '--workspace', folder]) !== 0,
);
process.exitCode = status !== 0 || failed.length > 0 ? 1 : 0;

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npm } from '../npm.mjs';

/** A Node of a major version, which npm's package `node` brings by a script of its own, installed into a folder. */
export function nodeOf(major, into) {
  const cwd = join(into, `node-${major}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'empty' }));
  npm(['install', '--no-save', '--prefer-offline', '--ignore-scripts=false', `node@${major}`], { cwd });
  const manifest = createRequire(join(cwd, 'package.json')).resolve('node/package.json');
  const { version, bin } = createRequire(manifest)('./package.json');
  return { path: join(manifest, '..', bin.node), version };
}

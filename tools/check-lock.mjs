/**
 * Fails where `npm install` has changed what the committed lock file says is installed. Releases of npm differ in what else
 * they write there (libc, dev), so a plain diff would fail on most of them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const installs = (text) =>
  new Map(
    Object.entries(JSON.parse(text).packages).map(([path, { version, dependencies, devDependencies }]) => [
      path,
      JSON.stringify({ version, dependencies, devDependencies }),
    ]),
  );

const committed = installs(
  execFileSync('git', ['show', 'HEAD:package-lock.json'], { encoding: 'utf8', maxBuffer: 1e9 }),
);
const current = installs(readFileSync('package-lock.json', 'utf8'));
const changed = [...new Set([...committed.keys(), ...current.keys()])].filter(
  (path) => committed.get(path) !== current.get(path),
);
for (const path of changed) {
  console.error(`${path || '.'}: committed ${committed.get(path)}, now ${current.get(path)}`);
}
if (changed.length > 0) {
  console.error(
    'package-lock.json: expected what npm install makes of the manifests; commit the file it wrote',
  );
  process.exit(1);
}

/**
 * Fails where the committed lock file is not what `npm install` makes of the manifests: a workspace that declares other
 * dependencies than the lock says, or an installed package that it lacks or knows in another version. Only what is
 * declared and installed here is compared: which binaries of other platforms a lock names depends on what a registry
 * serves on the day, and releases of npm differ in what else they write (libc, dev).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What differs between two lock files, a line for each package.
 *
 * @param committed, current the `packages` of a lock file, by path.
 * @param installed whether the package at a path is there; workspaces always are.
 */
export function lockDifferences(committed, current, installed) {
  const facts = (entry) =>
    entry &&
    JSON.stringify({
      version: entry.version,
      dependencies: entry.dependencies,
      devDependencies: entry.devDependencies,
      peerDependencies: entry.peerDependencies,
      optionalDependencies: entry.optionalDependencies,
    });
  return [...new Set([...Object.keys(committed), ...Object.keys(current)])]
    .filter((path) => facts(committed[path]) !== facts(current[path]) && installed(path))
    .map((path) => `${path || '.'}: committed ${facts(committed[path])}, now ${facts(current[path])}`);
}

const isWorkspace = (path) => !path.includes('node_modules/');

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packagesOf = (text) => JSON.parse(text).packages;
  const show = ['show', 'HEAD:package-lock.json'];
  const committed = packagesOf(execFileSync('git', show, { encoding: 'utf8', maxBuffer: 1e9 }));
  const current = packagesOf(readFileSync('package-lock.json', 'utf8'));
  const installed = (path) => isWorkspace(path) || existsSync(join(path, 'package.json'));
  const differences = lockDifferences(committed, current, installed);
  for (const line of differences) console.error(line);
  if (differences.length > 0) {
    console.error(
      'package-lock.json: expected what npm install makes of the manifests; commit the file it wrote',
    );
    process.exit(1);
  }
}

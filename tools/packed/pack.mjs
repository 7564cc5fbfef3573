import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from '../npm.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Packs `packages/<name>`, as built, into a folder; the path of the tarball.
 *
 * @throws when it lacks the license.
 */
export function pack(name, into) {
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--pack-destination', into], { cwd: join(root, 'packages', name) }),
  );
  const files = packed.files.map(({ path }) => path);
  if (!files.includes('LICENSE'))
    throw new Error(`@ibp/${name}: expected LICENSE in the tarball, got ${files}`);
  return join(into, packed.filename);
}

/** Packages as `name@version`, in the versions that the repository itself uses. */
export function pinned(names) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return names.map((name) => `${name}@${packages[`node_modules/${name}`].version}`);
}

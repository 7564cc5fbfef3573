import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The packages that are published, as their folders are: `{ folder, manifest, entries }`, an entry being what can be
 * imported, `{ name: '@ibp/data/node', source }` with the absolute path of its TypeScript.
 */
export function findPackages() {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => !manifest.private)
    .map((each) => ({ ...each, entries: entriesOf(each) }));
}

const readManifest = (folder) =>
  JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));

function entriesOf({ folder, manifest }) {
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => target['@ibp/source'])
    .map(([path, target]) => ({
      name: path === '.' ? manifest.name : `${manifest.name}/${path.slice('./'.length)}`,
      source: join(root, 'packages', folder, target['@ibp/source']),
    }));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What users may import: of every package that is published, each entry that its `exports` name, and the source of it. */
export function publicEntries(root) {
  const folders = readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return folders.flatMap((folder) => {
    const directory = join('packages', folder);
    const {
      name,
      exports,
      private: kept,
    } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
    return kept
      ? []
      : Object.entries(exports)
          .filter(([, conditions]) => conditions['@ibp/source'])
          .map(([path, conditions]) => ({
            directory,
            specifier: posix.join(name, path),
            source: join(directory, conditions['@ibp/source']),
          }));
  });
}

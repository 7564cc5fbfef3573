import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './packages.mjs';

const repository = 'https://github.com/ibp-js/ibp';

/**
 * Writes the README of each package as a page of the site, `folder/<package>.md`, with its links made to hold there.
 *
 * @param packages of `findPackages`.
 */
export function writeReadmes(packages, folder) {
  mkdirSync(folder, { recursive: true });
  for (const each of packages) {
    const readme = readFileSync(join(root, 'packages', each.folder, 'README.md'), 'utf8');
    const links = each.entries.map(({ name }) => `[\`${name}\`](/api/${name}/)`).join(', ');
    const page = linksOfSite(readme, `packages/${each.folder}`, packages);
    writeFileSync(join(folder, `${each.folder}.md`), page.replace(/^# .*\n/, `$&\nReference: ${links}\n`));
  }
}

/** A README with links to packages as links of the site, and those to other files as links to the repository. */
export function linksOfSite(readme, home, packages) {
  return readme.replace(
    /\]\((?![a-z]+:|#|\/|\.\/pictures\/)([^)#]*)(#[^)]*)?\)/g,
    (_, target, anchor = '') => {
      const path = posix.normalize(posix.join(home, target)).replace(/\/(README\.md)?$/, '');
      const known = packages.find(({ folder }) => path === `packages/${folder}`);
      return `](${known ? `/packages/${known.folder}` : inRepository(path)}${anchor})`;
    },
  );
}

function inRepository(path) {
  if (!existsSync(join(root, path))) throw new Error(`README: expected a link to a file, got ${path}`);
  return `${repository}/${statSync(join(root, path)).isDirectory() ? 'tree' : 'blob'}/main/${path}`;
}

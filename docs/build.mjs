/**
 * Builds the site into `docs/dist`: the guide, the READMEs of all packages, a page for each exported name. Fails where a
 * name has no docstring or a link leads nowhere.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from 'ibp-tools/npm';
import { build } from 'vitepress';
import { brokenLinks } from './links/site.mjs';
import { writeFigures } from './reference/figures.mjs';
import { findPackages } from './reference/packages.mjs';
import { writeReadmes } from './reference/readmes.mjs';
import { writeReference } from './reference/write.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here('site/api'), { recursive: true, force: true });
rmSync(here('site/packages'), { recursive: true, force: true });
const packages = findPackages();
writeReadmes(packages, here('site/packages'));
writeFigures(packages, here('site/figures.md'));
// the lab, which the guide shows
const lab = ['--outDir', here('site/public/lab'), '--emptyOutDir'];
npm(['run', 'build', '--workspace', 'examples/lab', '--', ...lab], { cwd: here('..') });
const modules = await writeReference(here('site/api'));
mkdirSync(here('.generated'), { recursive: true });
const names = packages.map(({ folder, manifest }) => ({ folder, name: manifest.name }));
writeFileSync(here('.generated/contents.json'), JSON.stringify({ packages: names, modules }));

await build(here('.'));
const broken = await brokenLinks(here('dist'), process.env.IBP_DOCS_BASE);
if (broken.length > 0) {
  console.error(`expected every link of the site to lead somewhere:\n${broken.join('\n')}`);
  process.exit(1);
}
console.log(
  `docs/dist: ${modules.length} entries, ${modules.flatMap(({ groups }) => groups.flatMap(({ names: all }) => all)).length} names`,
);

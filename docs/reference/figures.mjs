import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './packages.mjs';
import { linksOfSite } from './readmes.mjs';

const sections = ['Figures', 'Performance'];

/** Writes what the repository's README measures, pictures and all, as one page of the site. */
export function writeFigures(packages, file) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const text = sections.map((title) => sectionOf(readme, title)).join('\n');
  const pictures = join(dirname(file), 'pictures');
  mkdirSync(pictures, { recursive: true });
  const page = text.replace(/!\[([^\]]*)\]\(([^)]*)\)/g, (_, alt, path) => {
    copyFileSync(join(root, path), join(pictures, basename(path)));
    return `![${alt}](./pictures/${basename(path)})`;
  });
  writeFileSync(
    file,
    `---\naside: false\npageClass: wide\n---\n\n# Figures\n\n${linksOfSite(page, '.', packages)}`,
  );
}

function sectionOf(readme, title) {
  const found = readme.match(new RegExp(`^## ${title}\\n[\\s\\S]*?(?=^## |(?![\\s\\S]))`, 'm'));
  if (!found) throw new Error(`README: expected a section "${title}", got none`);
  return found[0].replace(/^## Figures$/m, '## Errors');
}

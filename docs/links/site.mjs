import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

/**
 * The links of a built site that lead to no page, file or anchor of it, `page: link` each. Those to other sites are not
 * followed.
 *
 * @param folder of pages and what they show.
 * @param base the path at which the folder lies on its host.
 */
export async function brokenLinks(folder, base = '/') {
  const pages = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [
        urlOf(relative(folder, file), base),
        file.endsWith('.html') ? readPage(file) : undefined,
      ]),
  );
  const find = (path) =>
    [path, `${path}.html`, posix.join(path, 'index.html')].find((each) => pages.has(each));
  const leadsSomewhere = (page, link) => {
    const { pathname, hash } = new URL(link, `https://site${page}`);
    const target = find(decodeURIComponent(pathname));
    if (target === undefined) return false;
    return hash === '' || pages.get(target)?.anchors.has(decodeURIComponent(hash.slice(1))) === true;
  };
  return [...pages].flatMap(([page, content]) =>
    [...(content?.links ?? [])]
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
}

const urlOf = (file, base) => posix.join(base, file.replaceAll(sep, '/'));

/** What a page, whose attributes a renderer wrote in quotes, links to within the site, and what can be linked to in it. */
function readPage(file) {
  const html = readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
  const all = (pattern) => new Set(Array.from(html.matchAll(pattern), ([, value]) => plain(value)));
  return {
    anchors: all(/\s(?:id|name)="([^"]*)"/g),
    links: all(/\s(?:href|src)="(?![a-z][a-z+.-]*:|\/\/)([^"]*)"/g),
  };
}

const plain = (text) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name],
  );

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { brokenLinks } from './site.mjs';

/** What is broken in a site of these files. */
async function brokenIn(files) {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const broken = await brokenLinks(folder);
  rmSync(folder, { recursive: true });
  return broken;
}

it('takes links to pages, folders, files and anchors that there are', async () => {
  const index =
    '<a href="/guide/a#two">a</a> <a href="guide/">b</a> <img src="/logo.svg"> <a href="#own">c</a>';
  const files = {
    'index.html': `<h1 id="own"></h1>${index}<a href="https://elsewhere.org/x">d</a>`,
    'guide/index.html': '<a href="a">e</a>',
    'guide/a.html': '<h2 id="two"></h2>',
    'logo.svg': '<svg/>',
  };
  assert.deepEqual(await brokenIn(files), []);
});

it('finds pages and anchors that there are not', async () => {
  const files = {
    'index.html': '<a href="/guide/b">a</a><a href="/guide/a#thr&amp;e">b</a><a href="#none">c</a>',
    'guide/a.html': '<h2 id="two"></h2>',
  };
  const expected = ['/index.html: /guide/b', '/index.html: /guide/a#thr&e', '/index.html: #none'];
  assert.deepEqual(await brokenIn(files), expected);
});

it('looks below the place where a site lies', async () => {
  const files = { 'index.html': '<a href="/ibp/a">a</a><a href="/a">b</a>', 'a.html': '' };
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  assert.deepEqual(await brokenLinks(folder, '/ibp/'), ['/ibp/index.html: /a']);
  rmSync(folder, { recursive: true });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { encodePlainNetwork } from '@ibp/exact';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible } from './accessible';
import { bytesFile, npy, planarNetwork } from './files';
import { close, open } from './open';

/** Whatever a mouse can use on a page. Of a group of radio buttons the keyboard stops at one, and moves by arrows within it. */
const controls =
  'a[href], button:not(:disabled), input:not(:disabled, [type=radio]), input[type=radio]:checked, select:not(:disabled), summary, [tabindex="0"]';

/** The tab key comes to every control of a page, and each shows where it is. */
async function assertReached(page: Page, name: string): Promise<void> {
  const expected = await page.locator(controls).count();
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.getSelection()?.removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const reached = new Set<string>();
  for (let k = 0; k < expected; k++) {
    await page.keyboard.press('Tab');
    const { at, visible, what } = await page.evaluate((all) => {
      const element = document.activeElement!;
      const shownBy = element.closest('.drop') ?? element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shownBy);
      return {
        at: [...document.querySelectorAll(all)].indexOf(element),
        visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
        what: element.outerHTML.slice(0, 120),
      };
    }, controls);
    assert.ok(visible, `${name}: nothing shows that the keyboard is at ${what}`);
    reached.add(`${at}`);
  }
  assert.equal(
    reached.size,
    expected,
    `${name}: the tab key comes to ${[...reached]} of ${expected} controls`,
  );
}

/** Every control of every page is reached by the tab key. */
export async function everyControl(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#learn`);
  const { page } = opened;
  for (const name of ['attack', 'training', 'layers', 'model', 'check', 'learn']) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, name);
    await page.waitForSelector(`.top a[href="#${name}"][aria-current]`);
    const ready = { attack: '.gallery button', training: '.field', layers: '.unit' }[name];
    if (ready) await page.waitForSelector(ready, { timeout: 60_000 });
    if (name === 'attack')
      await page.waitForSelector('section[aria-labelledby="settle"] select', { timeout: 60_000 });
    await assertReached(page, name);
  }
  await close(opened);
}

/** A stroke is drawn, and taken back; the slider, the choice of the network and the gallery go by keys. */
export async function drawnByKeys(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?digit=9&eps=0.02`);
  const { page } = opened;
  const board = page.getByRole('application');
  await board.focus();
  await board.press('ArrowRight');
  assert.doesNotMatch(page.url(), /drawn=/);
  await board.press(' ');
  await page.waitForURL(/drawn=/);
  const dot = page.url();
  await board.press('ArrowDown');
  await page.waitForFunction((old) => location.href !== old, dot);
  await assertAccessible(page, 'a stroke');
  await page.goBack();
  await page.waitForURL(/digit=9/, { timeout: 10_000 });
  await page.locator('#epsilon').press('ArrowRight');
  await page.waitForURL(/eps=0.022/);
  await page.getByRole('radio', { name: /Certified network/ }).press('ArrowDown');
  await page.waitForURL(/net=ordinary/);
  await page.getByRole('button', { name: 'a 7, image 21' }).press('Enter');
  await page.waitForURL(/digit=21/);
  await page.getByRole('button', { name: 'Clear' }).press(' ');
  await page.waitForURL(/drawn=/);
  await page.goBack();
  await page.getByLabel('search by').press('ArrowDown');
  await page.waitForURL(/search=mip/);
  await page.locator('.top a').nth(5).press('Enter');
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Learn');
  await close(opened);
}

/** Training plays, pauses and begins anew by keys, and so do the corners of its schedules move. */
export async function trainedByKeys(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#training?seed=1&from=40&to=240&eps=0.08&kappa=0.5`);
  const { page } = opened;
  await page.waitForSelector('.field', { timeout: 60_000 });
  const status = (pattern: RegExp) =>
    page.getByRole('status').filter({ hasText: pattern }).waitFor({ timeout: 60_000 });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('5 steps').press('Enter');
  await status(/step 5 of/);
  await button('Play').press(' ');
  await status(/step [1-9]\d+ of/);
  await button('Pause').press(' ');
  await button('Restart').press('Enter');
  await status(/step 0 of/);
  const handle = (name: RegExp) => page.getByRole('slider', { name });
  const param = (name: string) => Number(new URLSearchParams(page.url().split('?')[1]).get(name));
  const moves = [
    { at: /begins/, key: 'ArrowRight', name: 'from', way: 1, was: 40 },
    { at: /begins/, key: 'ArrowLeft', name: 'from', way: -1 },
    { at: /ends/, key: 'ArrowLeft', name: 'to', way: -1, was: 240 },
    { at: /ends/, key: 'ArrowUp', name: 'eps', way: 1, was: 0.08 },
    { at: /ends/, key: 'ArrowDown', name: 'eps', way: -1 },
    { at: /κ/, key: 'ArrowUp', name: 'kappa', way: 1, was: 0.5 },
    { at: /κ/, key: 'ArrowDown', name: 'kappa', way: -1 },
  ] as const;
  for (const { at, key, name, way } of moves) {
    const before = param(name);
    await handle(at).press(key);
    await page.waitForFunction(
      ([param, old]) => Number(new URLSearchParams(location.hash.split('?')[1]).get(`${param}`)) !== old,
      [name, before] as const,
    );
    assert.ok(way * (param(name) - before) > 0, `${key} moves ${name} from ${before} to ${param(name)}`);
  }
  const seed = page.locator('input[type=number]');
  await seed.fill('7');
  await seed.press('Enter');
  await page.waitForURL(/seed=7/);
  await page.evaluate(() => {
    location.hash = 'layers?eps=0.35&x=0.4&y=0.2';
  });
  await page.waitForSelector('.unit', { timeout: 60_000 });
  for (const [i, name] of ['eps', 'x', 'y'].entries()) {
    const before = param(name);
    await page.locator('.question input[type=range]').nth(i).press('ArrowRight');
    await page.waitForURL((now) => Number(new URLSearchParams(now.hash.split('?')[1]).get(name)) > before);
  }
  await close(opened);
}

/** Files are chosen, certified, saved and checked without a mouse. */
export async function filesByKeys(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#model?eps=0.1`);
  const { page } = opened;
  const network = bytesFile('planar.safetensors', Buffer.from(await encodePlainNetwork(planarNetwork())));
  const choose = async (id: string, file: typeof network) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator(id).press('Enter')]);
    await chooser.setFiles([file]);
  };
  await choose('#model-files', network);
  await page.waitForFunction(() => document.body?.textContent?.includes('2 classes'));
  await choose('#input-files', bytesFile('x.npy', npy(Float32Array.of(0.9, 0.1), [1, 2])));
  await page.waitForFunction(() => document.body?.textContent?.includes('1 input'));
  await page.getByLabel('seconds for each input').press('Enter');
  await page.waitForSelector('.downloads', { timeout: 60_000 });
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Certificate' }).press('Enter'),
  ]);
  await page.getByRole('link', { name: 'Check a proof' }).last().press('Enter');
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Check a proof');
  await choose('#proof', network);
  const proof = bytesFile('certificate.json', await readFile(await saved.path()));
  await choose('#proof', proof);
  await page.waitForSelector('#checked', { timeout: 60_000 });
  assert.equal(await page.locator('#checked').textContent(), '1 of 1 claims confirmed');
  await close(opened);
}

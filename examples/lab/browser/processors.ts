import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible } from './accessible';
import { assertNear, saidByIbp, settled } from './digit';
import { logitBounds, shippedNetwork } from './expected';
import { close, open } from './open';

const foot = (page: Page, pattern: RegExp) =>
  page.waitForFunction(
    (text) => new RegExp(text).test(document.querySelector('footer')?.textContent ?? ''),
    pattern.source,
    { timeout: 120_000 },
  );

/** Where the host sends the headers, what takes long is computed in threads, whose script comes from the host itself. */
export async function threads(browser: Browser, isolated: string): Promise<void> {
  const opened = await open(browser, `${isolated}#attack?net=ordinary&digit=9&eps=0.1`);
  const { page } = opened;
  await settled(page, 'Ordinary', 'broken');
  const count = Math.min(4, await page.evaluate(() => navigator.hardwareConcurrency));
  assert.ok(count > 1, 'expected two cores or more');
  await foot(page, /intervals and CROWN on WebAssembly in one thread/);
  await foot(page, new RegExp(`attacks,? and training on WebAssembly in ${count} threads`));
  await page.getByRole('button', { name: 'Settle it' }).click();
  // whose worker starts with the first of them
  await foot(page, new RegExp(`attacks, training, and searches on WebAssembly in ${count} threads`));
  await page.waitForSelector('.verdict-line', { timeout: 120_000 });
  assert.match((await page.locator('.verdict-line').textContent())!, /Broken by PGD/);
  await close(opened);
}

/** On WebGPU, here one in software: what passes the checks is computed there and alike, what does not is refused, and the page says why. */
export async function gpu(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?digit=9&eps=0.1`);
  const { page } = opened;
  await foot(page, /intervals.* on WebAssembly in one thread/);
  await page.getByRole('button', { name: 'Try WebGPU' }).click();
  await page.waitForURL(/\?on=webgpu#attack\?digit=9/);
  await settled(page, 'Certified', 'proved');
  await foot(page, /intervals on WebGPU/);
  assertNear(await saidByIbp(page), logitBounds(await shippedNetwork('certified'), 9, 0.1));
  await foot(page, /WebGPU is not used for CROWN, attacks, and training: .*dataSync/);
  await settled(page, 'Ordinary', 'broken');
  await assertAccessible(page, 'on WebGPU');
  await page.getByRole('button', { name: 'Compute on WebAssembly alone' }).click();
  // what the footer says before it loads anew is no answer
  await page.waitForURL((url) => !url.searchParams.has('on'));
  await foot(page, /intervals.* on WebAssembly in one thread/);
  // a warning of tfjs
  await close(opened, /synchronously reading data from GPU/);
}

/** Where threads do not start, what takes long is computed in one. */
export async function noThreads(browser: Browser, isolated: string): Promise<void> {
  const context = await browser.newContext();
  await context.route(/threaded-simd.*wasm/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${isolated}#attack?net=ordinary&digit=9&eps=0.1`);
  await settled(page, 'Ordinary', 'broken');
  await foot(page, /attacks,? and training on WebAssembly in one thread/);
  await context.close();
}

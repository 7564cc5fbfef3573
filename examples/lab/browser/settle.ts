import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { settled } from './digit';
import { close, open } from './open';

/** Branch and bound settles what bounds and the attack leave open, and the certificate is that of the answer. */
export async function settlePage(browser: Browser, url: string): Promise<string> {
  const opened = await open(browser, `${url}#attack?net=ordinary&digit=9&eps=0.04`);
  const { page } = opened;
  await settled(page, 'Ordinary', 'open');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page.waitForSelector('.verdict-line', { timeout: 120_000 });
  assert.match((await page.locator('.verdict-line').textContent())!, /^Proved by branch and bound: /);
  assert.ok((await page.locator('.trees circle').count()) > 0);
  assert.match(
    (await page.locator('.trees figcaption').first().textContent())!,
    /^Can it be a 5\? \d+ parts/,
  );
  // the verdict above says it too
  await settled(page, 'Ordinary', 'proved');
  assert.match((await page.locator('.card').nth(1).textContent())!, /another class: branch and bound\./);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the certificate' }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  await close(opened);
  return text;
}

/** What the attack leaves open a search breaks: its image is shown, the verdict says so, and the leaf that holds it is marked. */
export async function brokenBySearch(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?net=certified&digit=19&eps=0.18`);
  const { page } = opened;
  await settled(page, 'Certified', 'open');
  assert.equal(await page.locator('.pictures').count(), 0);
  await page.getByRole('button', { name: 'Settle it' }).click();
  await settled(page, 'Certified', 'broken');
  assert.match((await page.locator('.verdict-line').textContent())!, /^Broken by branch and bound: /);
  assert.match((await page.locator('.pictures').textContent())!, /taken for \d.*\(by branch and bound\)/);
  assert.ok((await page.locator('.trees circle.broken').count()) > 0);
  assert.match(
    (await page.locator('section[aria-labelledby="settle"]').textContent())!,
    /Checked again in exact arithmetic: confirmed\./,
  );
  await assertAccessible(page, 'broken by a search');
  await close(opened);
}

/** HiGHS, in a worker of its own, proves what bounds and the attack leave open; a stop ends it, and it can begin again. */
export async function settleByMip(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?net=certified&digit=23&eps=0.14&search=mip`);
  const { page } = opened;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await press('Settle it');
  await press('Stop');
  await press('Settle it');
  await page.waitForSelector('.verdict-line', { timeout: 120_000 });
  assert.match((await page.locator('.verdict-line').textContent())!, /^Proved by MIP: every image/);
  assert.match(
    (await page.locator('section[aria-labelledby="settle"]').textContent())!,
    /Checked again in exact arithmetic: confirmed\./,
  );
  await assertAccessible(page, 'settled by MIP');
  await close(opened);
}

/** The usual cascade proves by HiGHS what branch and bound leaves open within the parts that it may look at. */
export async function mipBehindParts(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?net=certified&digit=6&eps=0.18`);
  const { page } = opened;
  await settled(page, 'Certified', 'open');
  const most = page.getByLabel('parts up to');
  await most.fill('1');
  await most.press('Enter');
  await page.waitForURL(/parts=1/);
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page.waitForSelector('.verdict-line', { timeout: 120_000 });
  assert.match((await page.locator('.verdict-line').textContent())!, /^Proved by MIP: every image/);
  // branch and bound was there before, and left it open
  assert.match((await page.locator('.trees').textContent())!, /are open, and nothing was cut for them yet/);
  assert.match((await page.locator('.card').first().textContent())!, /another class: MIP\./);
  await close(opened);
}

/** The usual cascade comes to HiGHS where half of the time was not enough for branch and bound; there it can be stopped, or ends. */
export async function mipBehindSearch(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#attack?net=ordinary&digit=20&eps=0.06&budget=20`);
  const { page } = opened;
  const panel = page.locator('section[aria-labelledby="settle"]');
  const settleIt = panel.getByRole('button', { name: 'Settle it' });
  const now = (pattern: RegExp) =>
    panel.getByRole('status').filter({ hasText: pattern }).waitFor({ timeout: 120_000 });
  await settleIt.click();
  await now(/^now: branch and bound/);
  // beside it the radius is found
  await page.locator('.radius').waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Stop' }).count(), 1);
  await now(/^now: MIP, [1-9]\d* parts/);
  await panel.getByRole('button', { name: 'Stop' }).click();
  await settleIt.waitFor();
  assert.equal(await page.locator('.verdict-line').count(), 0);
  // the parts of the search that was stopped are gone, and another one begins
  assert.equal(await page.locator('.trees').count(), 0);
  await panel.getByLabel('at most').fill('4');
  await panel.getByLabel('at most').press('Enter');
  await page.waitForURL(/budget=4/);
  await settleIt.click();
  await page.waitForSelector('.verdict-line', { timeout: 120_000 });
  assert.match(
    (await page.locator('.verdict-line').textContent())!,
    /^Not settled in this time|^(Proved|Broken) by MIP/,
  );
  await assertAccessible(page, 'not settled');
  await close(opened);
}

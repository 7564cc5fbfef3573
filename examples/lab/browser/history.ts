import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { close, open } from './open';

/** What each page with a state shows of it: an address, another one of the same page, and where the state is read. */
const states = [
  { a: '#attack?digit=3&eps=0.04', b: '#attack?digit=3&eps=0.2', at: '#epsilon', values: ['0.04', '0.2'] },
  { a: '#training?seed=4', b: '#training?seed=7', at: 'input[type=number]', values: ['4', '7'] },
  { a: '#layers?seed=5', b: '#layers?seed=6', at: 'input[type=number]', values: ['5', '6'] },
  { a: '#model?eps=0.03', b: '#model?eps=0.3', at: 'input[type=number]', values: ['0.03', '0.3'] },
] as const;

const shows = (page: Page, at: string, value: string) =>
  page.waitForFunction(
    ([where, wanted]) => document.querySelector<HTMLInputElement>(where!)?.value === wanted,
    [at, value],
  );

/** Back, forward and reload give each page the state that its address has. */
export async function history(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}${states[0].a}`);
  const { page } = opened;
  for (const { a, b, at, values } of states) {
    for (const [hash, value] of [
      [a, values[0]],
      [b, values[1]],
    ] as const) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await shows(page, at, value);
    }
    await page.reload();
    await shows(page, at, values[1]);
    await page.goBack();
    await shows(page, at, values[0]);
    assert.ok(page.url().endsWith(a), `${page.url()} is not ${a}`);
    await page.goForward();
    await shows(page, at, values[1]);
  }
  await close(opened);
}

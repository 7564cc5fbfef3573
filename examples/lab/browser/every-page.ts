import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { close, open } from './open';

const pages = ['attack', 'training', 'layers', 'model', 'check', 'learn'];

/** Every page on a dark screen 360 wide: nothing is wider, and axe has nothing to say. */
export async function everyPage(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, url, { colorScheme: 'dark', viewport: { width: 360, height: 800 } });
  const { page } = opened;
  for (const name of pages) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, name);
    await page.waitForSelector(`.top a[href="#${name}"][aria-current]`);
    await page.waitForTimeout(300);
    await assertAccessible(page, `${name}, on a dark phone`);
  }
  await close(opened);
}

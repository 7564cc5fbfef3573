import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { close, open } from './open';

const pages = ['attack', 'training', 'layers', 'model', 'check', 'learn'];

/** From a phone to a projector, light and dark. */
const screens = [
  { colorScheme: 'dark', viewport: { width: 360, height: 800 } },
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 1920, height: 1080 } },
] as const;

/** Every page on every screen: nothing is wider, and axe has nothing to say. */
export async function everyPage(browser: Browser, url: string): Promise<void> {
  for (const screen of screens) {
    const opened = await open(browser, url, screen);
    const { page } = opened;
    for (const name of pages) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, name);
      await page.waitForSelector(`.top a[href="#${name}"][aria-current]`);
      await page.waitForTimeout(300);
      await assertAccessible(page, `${name}, ${screen.colorScheme}, ${screen.viewport.width} wide`);
    }
    await close(opened);
  }
}

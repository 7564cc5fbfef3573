/**
 * Takes the pictures of the READMEs from the built page: `npm run pictures --workspace examples/lab`, after its build.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from 'ibp-tools/chromium';
import { serve } from 'ibp-tools/serve';
import { chromium } from 'playwright-core';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
mkdirSync(at('../pictures'), { recursive: true });
const server = await serve({ '/': at('../dist') });
const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });

/** A state of the page, what is done there, and when it is ready. */
const pictures = [
  {
    name: 'attack',
    hash: '#attack?net=ordinary&digit=9&eps=0.1',
    height: 1300,
    ready: () => document.querySelectorAll('.radius, .pictures').length === 2,
  },
  {
    name: 'training',
    hash: '#training?seed=3',
    height: 1370,
    press: 'Play',
    ready: () => /step 400/.test(document.querySelector('[role=status]')?.textContent ?? ''),
  },
  {
    name: 'layers',
    hash: '#layers?seed=5&eps=0.35',
    height: 965,
    ready: () => document.querySelectorAll('.planes section').length === 6,
  },
];
for (const { name, hash, height, press, ready } of pictures) {
  const page = await browser.newPage({ viewport: { width: 1200, height }, colorScheme: 'light' });
  await page.goto(`${server.url}${hash}`);
  if (press) await page.getByRole('button', { name: press }).click();
  await page.waitForFunction(ready, null, { timeout: 180_000 });
  await page.screenshot({ path: at(`../pictures/${name}.png`) });
  console.log(`${name}.png`);
  await page.close();
}
await browser.close();
server.close();

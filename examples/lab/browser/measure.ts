/**
 * How soon the built page answers: `npm run times --workspace examples/lab -- 20`, after its build, for twenty loads and forty
 * moves of the slider for each network.
 */
import { fileURLToPath } from 'node:url';
import { findChromium } from 'ibp-tools/chromium';
import { serve } from 'ibp-tools/serve';
import { chromium } from 'playwright-core';
import { inTime } from './times';

const server = await serve({ '/': fileURLToPath(new URL('../dist', import.meta.url)) });
const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
try {
  await inTime(browser, server.url, Number(process.argv[2] ?? 20), Number.POSITIVE_INFINITY);
} finally {
  await browser.close();
  server.close();
}

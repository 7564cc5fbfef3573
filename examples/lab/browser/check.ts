/**
 * Drives every page of the built lab in headless Chromium, as a person would: `npm run test:browser --workspace examples/lab`,
 * after `npm run build --workspace examples/lab`. Needs Chromium on the PATH, or where the variable CHROMIUM says.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@ibp/backend/wasm';
import { selectBackend } from '@ibp/backend';
import { findChromium } from 'ibp-tools/chromium';
import { flags } from 'ibp-tools/chromium-flags';
import { isolating, serve } from 'ibp-tools/serve';
import { chromium } from 'playwright-core';
import { attackPage, otherWeights, plainBrowser } from './attack';
import { checkPage, hashesPage } from './check-page';
import { inDocs } from './embedded';
import { everyPage } from './every-page';
import { layersPage, learnPage, trainingPage } from './figure-pages';
import { freshLab } from './fresh-checkout';
import { history } from './history';
import { drawnByKeys, everyControl, filesByKeys, trainedByKeys } from './keyboard';
import { modelPage, otherModels, refusals } from './model-page';
import { digitNumbers, trainingNumbers } from './numbers';
import { gpu, noThreads, threads } from './processors';
import { servedRun } from './served-run';
import { brokenBySearch, mipBehindParts, mipBehindSearch, settleByMip, settlePage } from './settle';
import { inTime, staysAlive } from './times';

const executablePath = findChromium();
if (!executablePath) {
  console.error('lab: expected Chromium on the PATH or in the variable CHROMIUM, got none');
  process.exit(1);
}
const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** What the page loads before any model and any runtime, in kB. */
const scripts = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));
const kilobytes = scripts.reduce((sum, name) => sum + statSync(join(dist, 'assets', name)).size, 0) / 1000;
console.log(`${Math.round(kilobytes)} kB of scripts and styles`);
if (kilobytes > 3000) throw new Error(`expected at most 3000 kB of scripts, got ${kilobytes}`);

// under a path of its own, as on a host of many pages, and without headers
const server = await serve({ '/some/where/lab/': dist });
const url = `${server.url}some/where/lab/`;
// and with those that threads need
const isolated = await serve({ '/': dist }, isolating);
const browser = await chromium.launch({
  executablePath,
  args: flags,
});
// `npm run test:browser --workspace examples/lab -- MIP`: the steps whose names match
const [, , word = ''] = process.argv;
const step = async (name: string, run: () => Promise<void>): Promise<void> => {
  if (!new RegExp(word).test(name)) return;
  const started = performance.now();
  await run();
  console.log(`ok: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
};
// what the page says is compared with what Node computes
await selectBackend({ prefer: 'wasm', log: () => {} });
try {
  await step('a digit is attacked and certified', () => attackPage(browser, url));
  await step('a digit is settled, and its certificate checked', async () =>
    checkPage(browser, url, await settlePage(browser, url)),
  );
  await step('the tab key comes to every control', () => everyControl(browser, url));
  await step('a digit is drawn by keys', () => drawnByKeys(browser, url));
  await step('training goes by keys', () => trainedByKeys(browser, url));
  await step('files are chosen and checked by keys', () => filesByKeys(browser, url));
  await step('a search breaks what the attack does not', () => brokenBySearch(browser, url));
  await step('a digit is settled by MIP', () => settleByMip(browser, url));
  await step('the usual cascade proves by MIP', () => mipBehindParts(browser, url));
  await step('MIP comes after branch and bound, and is stopped', () => mipBehindSearch(browser, url));
  await step('what takes long has threads', () => threads(browser, isolated.url));
  await step('and one where threads do not start', () => noThreads(browser, isolated.url));
  await step('WebGPU is used where it passes the checks', () => gpu(browser, url));
  await step('a browser without shared memory and GPU answers', () => plainBrowser(browser, url));
  await step('inputs that are hashed are asked for', () => hashesPage(browser, url));
  await step('a model of one’s own is certified', () => modelPage(browser, url));
  await step('models of tfjs and pictures of other sizes', () => otherModels(browser, url));
  await step('what does not fit is said, and nothing is lost', () => refusals(browser, url));
  await step('a run that ibp lab serves is opened', () => servedRun(browser, dist, url));
  await step('a box is seen layer by layer', () => layersPage(browser, url));
  await step('training is watched', () => trainingPage(browser, url));
  await step('six steps lead to the lab', () => learnPage(browser, url));
  await step('every page fits every screen', () => everyPage(browser, url));
  await step('back and reload keep each state', () => history(browser, url));
  await step('linear bounds and radii are those of Node', () => digitNumbers(browser, url));
  await step('losses are those of Node', () => trainingNumbers(browser, url));
  await step('the documentation shows it in a frame', () => inDocs(browser, url));
  await step('npm run lab starts in a fresh checkout', () => freshLab(browser));
  await step('the page stays alive while a search runs', () => staysAlive(browser, url, 5));
  await step('answers come in time', () => inTime(browser, url, 4, 5));
  await step('other weights give other numbers', () => otherWeights(browser, url));
} finally {
  await browser.close();
  server.close();
  isolated.close();
}

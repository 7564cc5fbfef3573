import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from 'ibp-tools/chromium';
import { redisServer } from 'ibp-tools/redis';
import { type Browser, chromium } from 'playwright-core';
import { folderStore } from '../store/folder';
import { tinyCampaign } from '../testing/campaign';
import { openDashboard } from './dashboard';
import { type JobData, openQueue } from './jobs';
import { connectServer } from './server';
import { submitCampaign } from './submit';
import { startWorker } from './worker';

jest.setTimeout(120_000);

/** What a test has begun, ended whatever came of it. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

it('shows in a browser what waits, what is at work and what failed, and asks no other host', async () => {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('expected Chromium to be installed, got none: apt-get install chromium');
  const redis = await redisServer();
  const folder = await mkdtemp(join(tmpdir(), 'ibp-dashboard-'));
  const server = await connectServer({ url: redis.url });
  const queue = openQueue(server);
  undo.push(
    () => rm(folder, { recursive: true }),
    () => redis.remove(),
    () => server.close(),
    () => queue.close(),
  );
  const store = folderStore(folder);
  await submitCampaign(server, queue, store, await tinyCampaign(store, { count: 90 }), { chunk: 10 });
  // of a later version, and before all others
  await queue.add('chunk', { version: 2 } as never as JobData);

  let begun = 0;
  let release: () => void;
  const over = new Promise<void>((resolve) => {
    release = resolve;
  });
  const child = () => ({
    close: () => undefined,
    // one chunk is done, those after it are under way
    work: async () => void (begun++ > 0 && (await over)),
  });
  const worker = startWorker(server, queue, { name: 'w1', child, processes: 2 });
  undo.push(async () => {
    release();
    await worker.stop(10);
  });
  while (begun < 3) await new Promise((resolve) => setTimeout(resolve, 20));

  const board = await openDashboard(queue, { port: 0 });
  undo.push(board.close);
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  undo.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  const asked = new Set<string>();
  page.on('response', (response) => void asked.add(new URL(response.url()).host));
  const failures: string[] = [];
  page.on('pageerror', ({ message }) => void failures.push(message));

  const tab = (state: string) => page.getByRole('link', { name: new RegExp(`^${state}`, 'i') });
  await page.goto(`${board.url}queue/ibp-campaigns`);
  await tab('Active').filter({ hasText: '2' }).waitFor();
  await tab('Prioritized').filter({ hasText: '6' }).waitFor();
  await tab('Failed').filter({ hasText: '1' }).waitFor();
  await tab('Active').click();
  await page.getByText('by w1').first().waitFor();
  await page.getByText('-chunk-0-', { exact: false }).first().waitFor();
  await tab('Failed').click();
  await page.getByText('job: version: Invalid type: Expected 1 but received 2').first().waitFor();
  expect([[...asked], failures]).toEqual([[new URL(board.url).host], []]);
  if (process.env.IBP_PICTURES)
    await page.screenshot({ path: join(process.env.IBP_PICTURES, 'dashboard.png') });
});

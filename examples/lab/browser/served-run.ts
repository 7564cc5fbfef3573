import assert from 'node:assert/strict';
import { encodePlainNetwork } from '@ibp/exact';
import { serveLab } from '@ibp/lab';
import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { planarNetwork } from './files';
import { close, open } from './open';

/** What `ibp lab` serves is opened with its recipe and inputs, and certified, by a page that may share memory among threads. */
export async function servedRun(browser: Browser, folder: string, elsewhere: string): Promise<void> {
  const network = await encodePlainNetwork(planarNetwork());
  const inputs = 'label,x0,x1\n0,0.9,0.1\n0,0.55,0.45\n';
  const run = { title: 'planar', network, inputs, recipe: { model: 'small', steps: 12 }, epsilon: 0.1 };
  const served = await serveLab({ folder, run });
  try {
    const opened = await open(browser, served.url);
    const { page } = opened;
    await page.waitForFunction(() => document.body?.textContent?.includes('2 inputs'));
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    await page.getByText('How it was trained').click();
    assert.deepEqual(await page.locator('details tbody tr').allTextContents(), ['modelsmall', 'steps12']);
    await page.getByRole('button', { name: 'Certify' }).click();
    await page.waitForSelector('.downloads', { timeout: 60_000 });
    const rows = await page.locator('section[aria-labelledby="verdicts"] tbody tr').allTextContents();
    assert.deepEqual(rows, ['00verifiedIBP', '10falsifiedPGDtaken for 1 nearby']);
    assert.match(
      (await page.locator('footer').textContent())!,
      /attacks,? and training on WebAssembly in \d threads/,
    );
    await assertAccessible(page, 'model');
    await close(opened);
  } finally {
    await served.close();
  }
  // the same address on a host without the run
  const page = await browser.newPage();
  await page.goto(`${elsewhere}#model?run=served`);
  await page.waitForFunction(() =>
    /this host serves none/.test(document.querySelector('.notice')?.textContent ?? ''),
  );
  await page.close();
}

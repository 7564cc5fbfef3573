import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

/** The frame of the documentation's page about the lab, where the site lies at some address. */
async function frameOfDocs(base: string): Promise<string> {
  const page = await readFile(new URL('../../../docs/site/guide/lab.md', import.meta.url), 'utf8');
  const frame = /<iframe[\s\S]*?<\/iframe>/.exec(page)?.[0];
  assert.ok(frame, 'the guide shows the lab in a frame');
  const shown = frame.replace(/:src="withBase\('([^']*)'\)"/, (_, path) => `src="${base}${path}"`);
  assert.match(shown, / src=/);
  return shown;
}

/** The documentation shows the lab in a frame: it computes there, and leaves the address of the page around it alone. */
export async function inDocs(browser: Browser, url: string): Promise<void> {
  const base = new URL(url).pathname.replace(/\/lab\/$/, '');
  const html = `<!doctype html><title>docs</title><h1>The lab</h1>${await frameOfDocs(base)}`;
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.route('**/guide/lab.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  const around = new URL('../guide/lab.html', url).href;
  await page.goto(around);
  const lab = page.frameLocator('iframe');
  await lab.locator('.card .word', { hasText: 'proved' }).first().waitFor({ timeout: 60_000 });
  await lab.locator('#epsilon').fill('0.02');
  await lab.locator('.epsilon-bar output', { hasText: '0.020' }).waitFor();
  assert.equal(page.url(), around);
  assert.deepEqual(errors, []);
  await page.close();
}

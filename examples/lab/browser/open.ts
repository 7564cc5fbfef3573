import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';

/** A page of the lab, and what it said in its console. */
export type Opened = { readonly page: Page; readonly said: string[] };

/** Opens a state of the lab and waits for its heading. */
export async function open(browser: Browser, url: string, options: object = {}): Promise<Opened> {
  const page = await browser.newPage(options);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(new URL(url).origin) && !/^(blob|data):/.test(address)) said.push(address);
  });
  await page.goto(url);
  await page.waitForSelector('h1');
  return { page, said };
}

/** Ends a page that was quiet: nothing in its console but what is expected, nothing asked of another host. */
export async function close({ page, said }: Opened, expected = /^$/): Promise<void> {
  assert.deepEqual(
    said.filter((line) => !expected.test(line)),
    [],
  );
  await page.close();
}

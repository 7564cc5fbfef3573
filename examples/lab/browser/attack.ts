import assert from 'node:assert/strict';
import { encodePlainNetwork } from '@ibp/exact';
import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { assertNear, saidByIbp, settled } from './digit';
import { logitBounds, shippedNetwork } from './expected';
import { close, open } from './open';

/** The first page, driven as a person would. */
export async function attackPage(browser: Browser, url: string): Promise<void> {
  const started = performance.now();
  const opened = await open(browser, `${url}#attack?digit=9&eps=0.1`);
  const { page } = opened;
  await settled(page, 'Certified', 'proved');
  console.log(`first answer after ${Math.round(performance.now() - started)} ms`);
  assert.ok(performance.now() - started < 60_000);
  assertNear(await saidByIbp(page), logitBounds(await shippedNetwork('certified'), 9, 0.1));
  await settled(page, 'Ordinary', 'broken');
  await assertAccessible(page, 'attack');

  // a slider that moves moves the bounds, and the address with them
  await page.locator('#epsilon').fill('0.02');
  await settled(page, 'Ordinary', 'proved');
  assertNear(await saidByIbp(page), logitBounds(await shippedNetwork('certified'), 9, 0.02));
  const times = JSON.parse((await page.locator('[data-times]').getAttribute('data-times'))!);
  console.log(`slider to bounds: IBP ${Math.round(times.ibp)} ms, CROWN ${Math.round(times.crown)} ms`);
  assert.ok(times.ibp < 2000 && times.crown < 5000);
  await page.waitForURL(/eps=0.02/, { timeout: 10_000 });

  // another digit, back, and the same again from its address
  await page.getByRole('button', { name: 'a 7, image 21' }).click();
  await page.waitForURL(/digit=21/, { timeout: 10_000 });
  await page.goBack();
  await page.waitForURL(/digit=9/, { timeout: 10_000 });
  await page.reload();
  await settled(page, 'Certified', 'proved');
  assert.equal(await page.locator('#epsilon').inputValue(), '0.02');

  // a stroke on the digit is in the address, and changes the bounds
  const before = await saidByIbp(page);
  const board = (await page.locator('.board').boundingBox())!;
  await page.mouse.move(board.x + 20, board.y + 40);
  await page.mouse.down();
  await page.mouse.move(board.x + 200, board.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/drawn=/, { timeout: 10_000 });
  await page.waitForFunction((old) => {
    const said = document.querySelector('section[aria-labelledby="logits"] li .visually-hidden');
    const ends = /IBP from (\S+ to [−\d.]+)/.exec(said?.textContent ?? '');
    return ends !== null && ends[1] !== old;
  }, before[0]!);
  await close(opened);
}

/** Where a browser has neither shared memory nor a GPU nothing is missing, and the page says what it computes on. */
export async function plainBrowser(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    Object.defineProperty(navigator, 'gpu', { value: undefined });
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${url}#attack?digit=9&eps=0.1`);
  await settled(page, 'Certified', 'proved');
  const foot = (await page.locator('footer').textContent())!;
  assert.match(foot, /intervals.* on WebAssembly in one thread/);
  assert.match(foot, /gives the page no WebGPU\. Threads need shared memory, .* Nothing is missing for that/);
  assert.equal(await page.getByRole('button', { name: 'Try WebGPU' }).count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
}

/** No answer is stored: with other weights come other numbers, those of these weights. */
export async function otherWeights(browser: Browser, url: string): Promise<void> {
  const plain = await shippedNetwork('certified');
  for (const { params } of plain.nodes) {
    for (const value of Object.values(params)) {
      const { data } = value as { data?: Float32Array };
      data?.set(data.map((v) => 1.1 * v));
    }
  }
  const changed = Buffer.from(await encodePlainNetwork(plain));
  const context = await browser.newContext();
  await context.route(/certified.*safetensors/, (route) => route.fulfill({ body: changed }));
  const page = await context.newPage();
  await page.goto(`${url}#attack?digit=9&eps=0.02`);
  await page.waitForSelector('section[aria-labelledby="logits"] li', { timeout: 60_000 });
  const expected = logitBounds(plain, 9, 0.02);
  assertNear(await saidByIbp(page), expected);
  assert.notDeepEqual(expected, logitBounds(await shippedNetwork('certified'), 9, 0.02));
  await context.close();
}

import assert from 'node:assert/strict';
import { linfBall } from '@ibp/bounds';
import { dense, disposeNetwork, network, propagateAll, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { assertAccessible } from './accessible';
import { close, open } from './open';

/** How wide and high the interval box of the last panel is drawn, by its axes. */
const lastBox = (page: Page) =>
  page.locator('.planes section').last().locator('svg.plane').first().getAttribute('aria-label');

/** Layer by layer: the areas that the page says are those that Node computes, and follow the slider. */
export async function layersPage(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#layers?seed=5&eps=0.35&x=0.4&y=0.2`);
  const { page } = opened;
  await page.waitForFunction(() => document.querySelectorAll('.planes section').length === 6);
  await assertAccessible(page, 'layers');
  // behind the first layer the exact image is a parallelogram: |det W| times the area of the box
  const net = network([2], sequential(dense(2), relu(), dense(2), relu(), dense(2)), { seed: 5 });
  const [kernel] = Object.values(net.variables);
  const [[a, b], [c, d]] = kernel!.arraySync() as [[number, number], [number, number]];
  const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const box = propagateAll(net, linfBall(tf.tensor2d([[0.4, 0.2]]), 0.35, free))[1]!;
  const [least, most] = [box.lower.dataSync(), box.upper.dataSync()];
  const times = ((most[0]! - least[0]!) * (most[1]! - least[1]!)) / (Math.abs(a * d - b * c) * 0.7 ** 2);
  disposeNetwork(net);
  const said = await page.locator('.planes section').nth(1).locator('svg.plane').getAttribute('aria-label');
  assert.ok(said!.includes(`box ${times.toFixed(1)},`), `${said} has no box ${times}`);

  const before = await lastBox(page);
  await page.getByRole('slider').first().fill('0.1');
  await page.waitForFunction((old) => {
    const last = [...document.querySelectorAll('.planes section')].at(-1)?.querySelector('svg');
    return !!last && last.getAttribute('aria-label') !== old;
  }, before);
  await page.waitForURL(/eps=0.1/, { timeout: 10_000 });
  await close(opened);
}

const stepOf = (page: Page): Promise<number> =>
  page
    .locator('[role=status]')
    .textContent()
    .then((text) => Number(/step (\d+)/.exec(text!)![1]));

const middle = async (handle: Locator): Promise<[number, number]> => {
  const { x, y, width, height } = (await handle.boundingBox())!;
  return [x + width / 2, y + height / 2];
};

/** Watch training: it steps, plays, pauses, and begins anew where a schedule is moved. */
export async function trainingPage(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#training?seed=1`);
  const { page } = opened;
  await page.waitForSelector('.field');
  assert.equal(await stepOf(page), 0);
  const waitFor = (least: number) =>
    page.waitForFunction(
      (step) =>
        Number(/step (\d+)/.exec(document.querySelector('[role=status]')?.textContent ?? '')?.[1] ?? -1) >=
        step,
      least,
      { timeout: 60_000 },
    );
  await page.getByRole('button', { name: '5 steps' }).click();
  await waitFor(5);
  await page.getByRole('button', { name: 'Play' }).click();
  await waitFor(20);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Play' }).waitFor();
  const right = await page.locator('.figures').allTextContents();
  assert.equal(right.length, 3);
  await assertAccessible(page, 'training');
  const handle = page.getByRole('slider', { name: /ε there/ });
  await handle.press('ArrowUp');
  await page.waitForURL(/eps=0\.08[1-9]/, { timeout: 10_000 });
  await page.waitForFunction(() =>
    /step 0 of/.test(document.querySelector('[role=status]')?.textContent ?? ''),
  );

  // the same handle by the mouse: to the left, and up
  const [x, y] = await middle(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 40, y - 20, { steps: 3 });
  await page.mouse.up();
  const [nowX, nowY] = await middle(handle);
  assert.ok(Math.hypot(nowX - (x - 40), nowY - (y - 20)) < 3, `the handle is at ${nowX}, ${nowY}`);
  // addresses are written now and then while a handle moves
  await page.waitForURL(
    ({ hash }) => {
      const numbers = new URLSearchParams(hash.split('?').at(-1));
      return Number(numbers.get('to')) < 240 && Number(numbers.get('eps')) > 0.09;
    },
    { timeout: 10_000 },
  );
  await close(opened);
}

/** Learn: every step opens a state of the lab. */
export async function learnPage(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#learn`, {
    colorScheme: 'dark',
    viewport: { width: 360, height: 800 },
  });
  const { page } = opened;
  await assertAccessible(page, 'learn');
  const links = await page.locator('.learn .button').all();
  assert.equal(links.length, 6);
  for (const link of links) assert.match((await link.getAttribute('href'))!, /^#(attack|layers|training)\?/);
  await links[2]!.click();
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Layer by layer');
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Learn');
  await close(opened);
}

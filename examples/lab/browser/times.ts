import assert from 'node:assert/strict';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** Milliseconds that the page may take: to a first verdict, and from the slider to bounds. */
const limits = { first: 2000, ibp: 100, crown: 500 };

// Code of the page is text here: what a compiler adds to a function is not known there.

/** Milliseconds from when the page was asked for to its first verdict on the screen, with nothing in the browser's cache. */
export async function firstVerdict(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(`requestAnimationFrame(function look() {
    const word = document.querySelector('.card .word')?.textContent;
    if (word && word !== 'computing') window.firstVerdict = performance.now();
    else requestAnimationFrame(look);
  })`);
  await page.goto(`${url}#attack`);
  const found = await page.waitForFunction(() => (window as { firstVerdict?: number }).firstVerdict);
  const milliseconds = (await found.jsonValue()) as number;
  await context.close();
  return milliseconds;
}

/** Milliseconds from a move of the slider to when bounds that answer it were drawn, as the foot of the page says. */
type Answer = { readonly ibp: number; readonly crown: number };

const steps = `
  const slider = document.querySelector('#epsilon');
  const times = () => JSON.parse(document.querySelector('[data-times]')?.getAttribute('data-times') ?? '{}');
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const move = (epsilon) => {
    slider.value = epsilon;
    slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };`;

/** Moves the slider once, and waits until both bounds are drawn. */
export const moved = (page: Page, epsilon: number): Promise<Answer> =>
  page.evaluate(`(async () => {${steps}
    const old = times();
    move('${epsilon}');
    while (times().ibp === old.ibp || times().crown === old.crown) await pause(2);
    return times();
  })()`);

/** Drags the slider for a second and a half, a move every 16 ms, and back: the times of all bounds that were drawn meanwhile. */
export const dragged = (page: Page): Promise<{ readonly ibp: number[]; readonly crown: number[] }> =>
  page.evaluate(`(async () => {${steps}
    const seen = { ibp: [], crown: [] };
    let last = times();
    const start = performance.now();
    for (let i = 0; performance.now() - start < 1500; i++) {
      move(0.05 + 0.002 * Math.abs((i % 60) - 30));
      await pause(16);
      const now = times();
      for (const name of ['ibp', 'crown']) if (now[name] !== last[name]) seen[name].push(now[name]);
      last = now;
    }
    return seen;
  })()`);

/** Seconds of processor time that the renderers of a browser have taken, workers and all. */
export async function rendererTime(devtools: CDPSession): Promise<number> {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0), 0);
}

/** While a search runs the page is drawn on, and the slider answers: it ends the search. */
export async function staysAlive(browser: Browser, url: string, slack: number): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${url}#attack?net=ordinary&digit=20&eps=0.06`);
  await page.waitForSelector('.radius');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /branch and bound, [1-9]/ })
    .waitFor({ timeout: 60_000 });
  const gaps = (await page.evaluate(`(async () => {
    const gaps = [];
    let last = performance.now();
    for (const start = last; last - start < 4000; ) {
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  })()`)) as number[];
  least('frames while a search runs', gaps);
  // nine of ten come at the pace of the screen
  assert.ok(gaps.toSorted((a, b) => a - b)[Math.floor(0.9 * gaps.length)]! < slack * 17);
  const { ibp } = await moved(page, 0.02);
  console.log(`slider while a search runs: ${Math.round(ibp)} ms to intervals`);
  assert.ok(ibp < 10 * slack * limits.ibp);
  await page.getByRole('button', { name: 'Settle it' }).waitFor();
  await page.close();
}

/** Says how values are spread, and gives the least: on a machine that is shared it is what the page takes by itself. */
function least(name: string, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]!);
  console.log(
    `${name}: least ${at(0)} ms, median ${at(0.5)}, nine of ten within ${at(0.9)} (of ${sorted.length})`,
  );
  return sorted[0]!;
}

/**
 * How soon the first page answers, measured again and again; `npm run times` does it more often than the tests.
 *
 * @param slack how many times as long as it should the page may take: of a machine that is shared little can be asked.
 */
export async function inTime(browser: Browser, url: string, repeats: number, slack: number): Promise<void> {
  const within = (values: readonly number[], what: string, limit: number) =>
    assert.ok(least(what, values) < slack * limit, what);
  const devtools = await browser.newBrowserCDPSession();
  const first: number[] = [];
  for (let i = 0; i < repeats; i++) first.push(await firstVerdict(browser, url));
  within(first, 'first verdict', limits.first);
  for (const network of ['certified', 'ordinary']) {
    const page = await browser.newPage();
    await page.goto(`${url}#attack?net=${network}&eps=0.05`);
    await page.waitForSelector('.radius');
    const answers: Answer[] = [];
    const before = await rendererTime(devtools);
    for (let i = 0; i < 2 * repeats; i++) {
      answers.push(await moved(page, 0.05 + 0.002 * (1 + ((7 * i) % 40))));
      // half of them while the attack on the last one goes on
      await page.waitForTimeout(i % 2 ? 100 : 600);
    }
    const cost = ((await rendererTime(devtools)) - before) / answers.length;
    const drag = await dragged(page);
    for (const method of ['ibp', 'crown'] as const) {
      const times = answers.map((answer) => answer[method]);
      within(times, `${network} network, slider to ${method}`, limits[method]);
      // while it is dragged, what comes too late is left out
      if (drag[method].length > 0) least(`${network} network, dragged, ${method}`, drag[method]);
    }
    console.log(`${network} network: ${cost.toFixed(2)} s of processor time a move, with the attack`);
    await page.close();
  }
}

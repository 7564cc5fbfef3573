import assert from 'node:assert/strict';
import type { PlainNetwork } from '@ibp/core';
import { encodePlainNetwork } from '@ibp/exact';
import type { Browser, Page } from 'playwright-core';
import { linearBounds, radiusOf, shippedNetwork } from './expected';
import { trainedLosses } from './trained';

const number = (text: string) => Number(text.replace('−', '-'));

/** What the page says of every logit by a method: lower ends, then upper ones. */
async function saidEnds(page: Page, method: string): Promise<number[]> {
  const texts = await page.locator('section[aria-labelledby="logits"] li .visually-hidden').allTextContents();
  const ends = texts.map((text) => new RegExp(`, ${method} from (\\S+) to ([−\\d.]+)`).exec(text)!);
  return [...ends.map(([, least]) => number(least!)), ...ends.map(([, , most]) => number(most!))];
}

/** Near to each other: what is summed in another order, and rounded to two digits. */
function assertNear(
  actual: readonly number[],
  expected: readonly number[],
  within: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) <= within, `${what}: ${value} is not ${expected[i]}`);
  });
}

/** The page of a digit says what Node computes of this network, and what that is. */
async function sameNumbers(page: Page, plain: PlainNetwork): Promise<number[]> {
  await page.waitForFunction(
    () =>
      /α-CROWN from/.test(document.querySelector('section[aria-labelledby="logits"] li')?.textContent ?? ''),
    null,
    { timeout: 60_000 },
  );
  const ends = linearBounds(plain, 9, 0.06);
  for (const method of ['CROWN', 'α-CROWN'] as const) {
    assertNear(await saidEnds(page, method), ends[method], 0.02, method);
  }
  await page.waitForSelector('.radius', { timeout: 60_000 });
  const said = (await page.locator('.radius p').textContent())!;
  const [, certified, broken] = /Certified up to (\S+) by CROWN. Broken from (\S+) on by PGD/.exec(said)!;
  const found = await radiusOf(plain, 9);
  // the bisection ends within 0.002, on either side where a bound is close to 0
  assertNear([number(certified!), number(broken!)], [found.certified, found.falsified], 0.003, 'radius');
  return [...ends.CROWN, ...ends['α-CROWN'], found.certified];
}

/** CROWN, alpha-CROWN and the radius of a digit are those of Node, of the shipped weights and of others. */
export async function digitNumbers(browser: Browser, url: string): Promise<void> {
  const seen: number[][] = [];
  for (const factor of [1, 1.05]) {
    const plain = await shippedNetwork('certified');
    for (const value of plain.nodes.flatMap(({ params }) => Object.values(params))) {
      const { data } = value as { data?: Float32Array };
      data?.set(data.map((v) => factor * v));
    }
    const body = Buffer.from(await encodePlainNetwork(plain));
    const context = await browser.newContext();
    await context.route(/certified.*safetensors/, (route) => route.fulfill({ body }));
    const page = await context.newPage();
    await page.goto(`${url}#attack?digit=9&eps=0.06`);
    seen.push(await sameNumbers(page, plain));
    await context.close();
  }
  seen[0]!.slice(0, 40).forEach((value, i) => {
    assert.ok(Math.abs(value - seen[1]![i]!) > 1e-6, `${value} is of either network`);
  });
}

/** The losses of the three networks after ten steps are those of Node, from these first weights and from others. */
export async function trainingNumbers(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage();
  for (const seed of [1, 2]) {
    await page.goto(`${url}#training?seed=${seed}&from=0&to=20`);
    await page.waitForFunction(
      (wanted) =>
        document.querySelector<HTMLInputElement>('input[type=number]')?.value === wanted &&
        /step 0 of/.test(document.querySelector('[role=status]')?.textContent ?? '') &&
        !/loss/.test(document.querySelector('.figures')?.textContent ?? 'loss'),
      `${seed}`,
    );
    for (const step of [5, 10]) {
      await page.getByRole('button', { name: '5 steps' }).click();
      await page.waitForFunction(
        (wanted) => document.querySelector('[role=status]')?.textContent?.includes(`step ${wanted} of`),
        step,
      );
    }
    const texts = await page.locator('.figures').allTextContents();
    const said = texts.map((text) => number(/loss (\S+)/.exec(text)![1]!));
    assertNear(said, await trainedLosses(seed, 10), 0.0021, `losses of seed ${seed}`);
  }
  assert.ok(Math.abs((await trainedLosses(1, 10))[0]! - (await trainedLosses(2, 10))[0]!) > 0.005);
  await page.close();
}

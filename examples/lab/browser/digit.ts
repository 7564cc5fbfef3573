import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** The ends that the page says the logits have by IBP, to one digit. */
export const saidByIbp = (page: Page): Promise<string[]> =>
  page
    .locator('section[aria-labelledby="logits"] li .visually-hidden')
    .allTextContents()
    .then((texts) =>
      texts.map((text) => /IBP from (\S+ to [−\d.]+)/.exec(text)![1]!.replace(/(\d\.\d)\d/g, '$1')),
    );

/** Close to each other: a last digit that was rounded or cut. */
export function assertNear(actual: readonly string[], expected: readonly string[]): void {
  const numbers = (texts: readonly string[]) =>
    texts.flatMap((text) => text.replaceAll('−', '-').split(' to ').map(Number));
  const [a, b] = [numbers(actual), numbers(expected)];
  assert.equal(a.length, b.length);
  a.forEach((value, i) => {
    assert.ok(Math.abs(value - b[i]!) < 0.11, `${value} is not ${b[i]}`);
  });
}

/** Waits until a network has a verdict. */
export const settled = async (
  page: Page,
  network: 'Certified' | 'Ordinary',
  text: string,
  patience = 60_000,
) => {
  await page.waitForFunction(
    ([name, wanted]) =>
      [...document.querySelectorAll('.card')].some(
        (card) => card.textContent?.includes(name!) && card.querySelector('.word')?.textContent === wanted,
      ),
    [network, text],
    { timeout: patience },
  );
};

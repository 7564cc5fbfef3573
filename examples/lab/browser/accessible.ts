import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

type Violation = { readonly help: string; readonly nodes: readonly { readonly html: string }[] };

/** Nothing shuts readers out, by axe, and nothing is wider than the screen. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as { violations: Violation[] };
  assert.deepEqual(
    found.violations.map(({ help, nodes }) => `${name}: ${help}: ${nodes[0]!.html}`),
    [],
  );
  const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  assert.ok(Number(wide) <= 0, `${name}: ${wide} pixels beyond the screen`);
}

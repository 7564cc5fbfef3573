import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createCertificate, encodePlainNetwork } from '@ibp/exact';
import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessible';
import { bytesFile, npy, planarNetwork } from './files';
import { close, open } from './open';

const networkFile = (name: string) =>
  fileURLToPath(new URL(`../networks/${name}.safetensors`, import.meta.url));
const heading = '#checked';

/** A certificate that the page made is confirmed with its network, rejected when it was changed, and refused with another one. */
export async function checkPage(browser: Browser, url: string, text: string): Promise<void> {
  const opened = await open(browser, `${url}#check`);
  const { page } = opened;
  const certificate = (name: string, content: string) => bytesFile(name, Buffer.from(content));
  const drop = (files: Parameters<typeof page.setInputFiles>[1]) => page.setInputFiles('#proof', files);

  await drop([
    certificate('certificate.json', text),
    bytesFile('other.safetensors', await readFile(networkFile('certified'))),
  ]);
  await page.waitForSelector('.notice');
  assert.match((await page.locator('.notice').textContent())!, /of another network: it names [0-9a-f]{64}/);

  await drop(networkFile('ordinary'));
  await page.waitForSelector(heading, { timeout: 60_000 });
  assert.equal(await page.locator(heading).textContent(), '1 of 1 claims confirmed');
  assert.match((await page.locator('.panel tbody').textContent())!, /within ε = 0.04 of it, from 0 to 1/);
  await assertAccessible(page, 'check');

  await drop([certificate('forged.json', text.replaceAll('"epsilon":0.04', '"epsilon":0.05'))]);
  await page.waitForFunction(() => document.querySelector('#checked')?.textContent === 'Rejected');
  await drop([certificate('noise.json', '{')]);
  await page.waitForSelector('.notice');
  assert.match((await page.locator('.notice').textContent())!, /no JSON/);
  await close(opened);
}

/** A certificate that has the hashes of its inputs alone asks for them. */
export async function hashesPage(browser: Browser, url: string): Promise<void> {
  const plain = planarNetwork();
  const x = Float32Array.of(0.9, 0.1);
  const statement = { x, label: 0, classes: 2, epsilon: 0.1, range: [0, 1] as const };
  const proofs = [{ kind: 'ibp', conjunctions: [0] }] as const;
  const outcome = { index: 0, statement, verdict: { status: 'verified', proofs: [...proofs] } } as never;
  const made = await createCertificate(plain, [outcome], { mode: 'rigorous' });
  const opened = await open(browser, `${url}#check`);
  const { page } = opened;
  await page.setInputFiles('#proof', [
    bytesFile('certificate.json', Buffer.from(JSON.stringify(made))),
    bytesFile('planar.safetensors', Buffer.from(await encodePlainNetwork(plain))),
  ]);
  await page.waitForSelector('.notice');
  assert.match((await page.locator('.notice').textContent())!, /only the hash of input 0/);
  await page.setInputFiles('#proof', [bytesFile('inputs.npy', npy(x, [1, 2]))]);
  await page.waitForSelector(heading);
  assert.equal(await page.locator(heading).textContent(), '1 of 1 claims confirmed');
  await close(opened);
}

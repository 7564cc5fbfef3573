import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encodePlainNetwork } from '@ibp/exact';
import { networkOf } from '@ibp/layers';
import { networkToOnnx } from '@ibp/onnx/export';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible } from './accessible';
import { bytesFile, npy, planarNetwork, tfjsFiles } from './files';
import { close, open } from './open';

const notice = async (page: Page, pattern: RegExp) => {
  await page.waitForFunction(
    (text) => new RegExp(text).test(document.querySelector('.notice')?.textContent ?? ''),
    pattern.source,
  );
};

/** An ONNX file and a table: the verdicts are those that a hand works out, the certificate is of them. */
export async function modelPage(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#model?eps=0.1`);
  const { page } = opened;
  const onnx = Buffer.from(await networkToOnnx(networkOf(planarNetwork())));
  await page.setInputFiles('#model-files', [bytesFile('planar.onnx', onnx)]);
  await page.waitForFunction(() => document.body?.textContent?.includes('2 classes'));
  // margins of 0.8, 0.1 and -0.2: proved, broken within 0.1, and wrong as it is
  const table = 'label,a,b\n0,0.9,0.1\n0,0.55,0.45\n0,0.4,0.6\n';
  await page.setInputFiles('#input-files', [bytesFile('inputs.csv', Buffer.from(table), 'text/csv')]);
  await page.waitForFunction(() => document.body?.textContent?.includes('3 inputs'));
  await page.getByRole('button', { name: 'Certify' }).click();
  await page.waitForSelector('.downloads', { timeout: 60_000 });
  const rows = await page.locator('section[aria-labelledby="verdicts"] tbody tr').allTextContents();
  assert.deepEqual(rows, [
    '00verifiedIBP',
    '10falsifiedPGDtaken for 1 nearby',
    '20falsifiedthe image itselftaken for 1 as it is',
  ]);
  await assertAccessible(page, 'model');
  const save = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  const certificate = JSON.parse(await save('Certificate'));
  assert.deepEqual(
    certificate.examples.map(({ verdict }: { verdict: { status: string } }) => verdict.status),
    ['verified', 'falsified', 'falsified'],
  );
  const report = await save('Report');
  assert.match(report, /planar.onnx: certified in the lab/);
  // the page of `ibp certify --html`, of the same components: its bar is this one, but for how widths are written
  const barOf = (from: Page) =>
    from
      .locator('.ibp-verdicts')
      .first()
      .evaluate((bar) => bar.outerHTML.replace(/ style="[^"]*"/g, ''));
  const other = await browser.newPage();
  await other.setContent(report);
  assert.equal(await barOf(other), await barOf(page));
  await other.close();

  // what is dropped beside it changes nothing that is there
  await page.setInputFiles('#input-files', [bytesFile('other.npy', npy(new Float32Array(5), [1, 5]))]);
  await notice(page, /other.npy: expected inputs of shape \[2\], which have 2 numbers each, got 5 numbers/);
  assert.equal(await page.locator('section[aria-labelledby="verdicts"] tbody tr').count(), 3);
  await close(opened);
}

/** Files that do not fit are refused in one sentence. */
export async function refusals(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#model`);
  const { page } = opened;
  const drop = (name: string, buffer: Buffer) =>
    page.setInputFiles('#model-files', [bytesFile(name, buffer)]);
  await drop('noise.onnx', Buffer.from('this is no model'));
  await page.waitForSelector('.notice');
  await drop('picture.txt.onnx', Buffer.alloc(0));
  await notice(page, /expected/);
  // an op that there is no bound of
  const onnx = Buffer.from(await networkToOnnx(networkOf(planarNetwork())));
  for (const op of ['MatMul', 'Gemm']) {
    const at = onnx.indexOf(op);
    if (at >= 0) onnx.write('Zz'.padEnd(op.length, 'z'), at);
  }
  await drop('unknown.onnx', onnx);
  await notice(page, /Zz/);
  await page.setInputFiles('#input-files', [bytesFile('inputs.csv', Buffer.from('1,2\n'))]);
  await notice(page, /expected a model first/);
  await page.setInputFiles('#model-files', [
    bytesFile('planar.safetensors', Buffer.from(await encodePlainNetwork(planarNetwork()))),
  ]);
  await page.waitForFunction(() => document.body?.textContent?.includes('2 classes'));
  // a file of 200 MB, without 200 MB
  await page.evaluate(() => {
    const file = new File(['x'], 'large.onnx');
    Object.defineProperty(file, 'size', { value: 2e8 });
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { files: [file] } });
    document.querySelector('.drop')!.dispatchEvent(event);
  });
  await notice(page, /large.onnx has 200 MB/);
  assert.ok((await page.locator('body').textContent())!.includes('2 classes'));
  await close(opened);
}

/** One pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A model of tfjs with its shard is read; a picture of another size is named, with what is expected. */
export async function otherModels(browser: Browser, url: string): Promise<void> {
  const opened = await open(browser, `${url}#model?eps=0.1`);
  const { page } = opened;
  const files = await tfjsFiles(planarNetwork());
  await page.setInputFiles('#model-files', files);
  await page.waitForFunction(() =>
    /model.json: inputs of shape \[2\], 2 classes/.test(document.body?.textContent ?? ''),
  );
  await page.setInputFiles('#input-files', [bytesFile('x.npy', npy(Float32Array.of(0.9, 0.1), [1, 2]))]);
  await page.waitForFunction(() => document.body?.textContent?.includes('1 input'));
  await page.getByRole('button', { name: 'Certify' }).click();
  await page.waitForSelector('.downloads', { timeout: 60_000 });
  const rows = await page.locator('section[aria-labelledby="verdicts"] tbody tr').allTextContents();
  assert.deepEqual(rows, ['00verifiedIBP']);

  // tfjs would make up weights
  await page.setInputFiles('#model-files', [files[0]!]);
  await notice(page, /group1-shard1of1.bin is missing/);
  await page.setInputFiles(
    '#model-files',
    fileURLToPath(new URL('../networks/certified.safetensors', import.meta.url)),
  );
  await page.waitForFunction(() => document.body?.textContent?.includes('10 classes'));
  await page.setInputFiles('#input-files', [bytesFile('dot.png', dot, 'image/png')]);
  await notice(page, /dot.png is 1 x 1 pixels, and the network takes 28 x 28/);
  await close(opened);
}

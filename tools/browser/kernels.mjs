/**
 * Each kernel that @ibp/onnx compiles, on WebGPU of headless Chromium, a GPU in software: beside tfjs's cpu backend. From sources; needs
 * Chromium, on the PATH or where the variable CHROMIUM says.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
// @boundaries-ignore of examples/lab
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { flags } from './flags.mjs';
import { serve } from './serve.mjs';

const runs = Number(process.env.IBP_RANDOM_RUNS ?? 10);
const root = join(import.meta.dirname, '../..');
const site = mkdtempSync(join(tmpdir(), 'ibp-kernels-'));
let browser;
let server;
try {
  await build({
    entryPoints: [join(root, 'packages/onnx/src/testing/kernels.page.ts')],
    outdir: site,
    bundle: true,
    splitting: true,
    format: 'esm',
    conditions: ['@ibp/source'],
    logLevel: 'warning',
  });
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/kernels.page.js"></script>',
  );
  server = await serve({ '/': site, '/ort/': join(root, 'node_modules/onnxruntime-web/dist') });
  browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  await page.waitForFunction('globalThis.compareKernels');
  const { kernels, differences } = await page.evaluate((n) => globalThis.compareKernels(n), runs);
  for (const difference of differences) console.error(difference);
  console.log(`${kernels} kernels, ${runs} calls of each: ${differences.length} differ`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  await browser?.close();
  server?.close();
  rmSync(site, { recursive: true, force: true });
}

/**
 * Installs the packed packages in an empty project, bundles `page.js` for a browser and runs it in headless Chromium. Needs
 * `npm run build` first, and Chromium: on the PATH, or where the variable CHROMIUM says.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack, pinned, run } from '../packed/pack.mjs';
import { findChromium } from './chromium.mjs';
import { serve } from './serve.mjs';

const chromium = findChromium();
if (!chromium) {
  console.error(
    'test:browser: expected Chromium on the PATH or in the variable CHROMIUM, got none; to install it: ' +
      'apt-get install chromium',
  );
  process.exit(1);
}

const here = dirname(fileURLToPath(import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'ibp-browser-'));
let server;
let browser;
try {
  const tarballs = ['backend', 'bounds', 'data', 'layers', 'models', 'train'].map((name) =>
    pack(name, project),
  );
  const tfjs = ['core', 'layers', 'backend-wasm'].map((name) => `@tensorflow/tfjs-${name}`);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', type: 'module' }));
  // not of the repository: few need them, and every install would carry them
  const tools = ['esbuild@0.27.7', 'playwright-core@1.65.1'];
  run('npm', ['install', '--no-save', '--prefer-offline', ...tarballs, ...pinned(tfjs), ...tools], project);
  const require = createRequire(join(project, 'package.json'));

  const site = join(project, 'site');
  copyFileSync(join(here, 'page.js'), join(project, 'page.js'));
  await require('esbuild').build({
    absWorkingDir: project,
    entryPoints: ['page.js'],
    outdir: site,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'warning',
  });
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
  );
  server = await serve({
    '/': site,
    '/wasm/': join(project, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'),
  });

  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const plain = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  browser = await require('playwright-core').chromium.launch({
    executablePath: chromium,
    args: [...plain, ...quiet],
  });
  const page = await browser.newPage();
  page.on('console', (message) => console.log(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  const outcome = await (
    await page.waitForFunction('globalThis.outcome', null, { timeout: 120_000 })
  ).jsonValue();
  if (outcome !== 'done') throw new Error(outcome);
} finally {
  await browser?.close();
  server?.close();
  rmSync(project, { recursive: true, force: true });
}

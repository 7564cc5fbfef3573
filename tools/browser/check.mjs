/**
 * Installs the packed packages in an empty project, bundles the pages for a browser and runs them in headless Chromium. Needs
 * `npm run build` first, and Chromium: on the PATH, or where the variable CHROMIUM says.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npm } from '../npm.mjs';
import { pack, pinned } from '../packed/pack.mjs';
import { checkReport } from './check-report.mjs';
import { findChromium } from './chromium.mjs';
import { flags } from './flags.mjs';
import { data } from './report-data.js';
import { isolating, serve } from './serve.mjs';

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
const pages = [
  'page.js',
  'engine-page.js',
  'report-page.js',
  'webgl-page.js',
  'webgpu-page.js',
  'workers-page.js',
];
const workers = ['stage-worker.js'];
const shared = ['outcome.js', 'training.js', 'report-data.js', 'stages.js'];
const servers = [];
let browser;
try {
  const tarballs = [
    'attack',
    'backend',
    'bounds',
    'core',
    'data',
    'exact',
    'files',
    'layers',
    'models',
    'onnx',
    'relax',
    'report',
    'train',
    'verify',
    'zoo',
  ].map((name) => pack(name, project));
  const tfjs = ['core', 'layers', 'backend-wasm', 'backend-webgpu'].map((name) => `@tensorflow/tfjs-${name}`);
  const peers = pinned([...tfjs, 'onnxruntime-web']);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', type: 'module' }));
  // not of the repository: few need them, and every install would carry them
  const webgl = '@tensorflow/tfjs-backend-webgl@4.22.0';
  const tools = [webgl, 'axe-core@4.14.1', 'esbuild@0.27.7', 'playwright-core@1.65.1'];
  npm(['install', '--no-save', '--prefer-offline', ...tarballs, ...peers, ...tools], { cwd: project });
  const require = createRequire(join(project, 'package.json'));

  const site = join(project, 'site');
  for (const file of [...pages, ...workers, ...shared]) copyFileSync(join(here, file), join(project, file));
  await require('esbuild').build({
    absWorkingDir: project,
    entryPoints: [...pages, ...workers],
    outdir: site,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'warning',
  });
  const { renderReport } = await import(pathToFileURL(require.resolve('@ibp/report')).href);
  writeFileSync(join(site, 'report.html'), renderReport(data));
  const folders = {
    '/': site,
    '/wasm/': join(project, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'),
    '/ort/': join(project, 'node_modules/onnxruntime-web/dist'),
  };
  // the pages must work where a site sends no headers; that of the engine must have threads
  for (const page of pages) servers.push(await serve(folders, page === 'engine-page.js' ? isolating : {}));

  browser = await require('playwright-core').chromium.launch({ executablePath: chromium, args: flags });
  for (const [i, file] of pages.entries()) {
    const name = file.replace('.js', '.html');
    const html = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${file}"></script>`;
    writeFileSync(join(site, name), html);
    const page = await browser.newPage();
    page.on('console', (message) => console.log(message.text()));
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${servers[i].url}${name}`);
    const outcome = await (
      await page.waitForFunction('globalThis.outcome', null, { timeout: 300_000 })
    ).jsonValue();
    if (outcome !== 'done') throw new Error(outcome);
    await page.close();
  }
  const axe = readFileSync(require.resolve('axe-core'), 'utf8');
  await checkReport(browser, join(site, 'report.html'), axe);
} finally {
  await browser?.close();
  for (const server of servers) server.close();
  rmSync(project, { recursive: true, force: true });
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageIn } from './folder';
import { type LabOptions, type ServedLab, serveLab } from './serve';

let folder: string;
let served: ServedLab | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-lab-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), '<h1>the lab</h1>');
  await writeFile(join(folder, 'page/assets/tfjs.wasm'), Uint8Array.of(0, 1));
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  await rm(folder, { recursive: true });
});
const start = async (options: LabOptions = {}) => {
  served = await serveLab({ folder: join(folder, 'page'), ...options });
  return new URL(served.url);
};

/** Asks for a path as it is written: `fetch` would shorten it. */
const ask = (at: URL, path: string, options: { host?: string; method?: string } = {}) =>
  new Promise<{ status?: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const { host = at.host, method = 'GET' } = options;
      request({ host: at.hostname, port: at.port, path, method, headers: { host } }, async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({
          ...(response.statusCode ? { status: response.statusCode } : {}),
          headers: response.headers,
          body,
        });
      })
        .on('error', reject)
        .end();
    },
  );

it('serves the page, with the headers that threads need', async () => {
  const at = await start();
  expect([at.hostname, at.hash]).toEqual(['127.0.0.1', '']);
  const page = await ask(at, '/');
  expect([page.status, page.body]).toEqual([200, '<h1>the lab</h1>']);
  expect(page.headers).toMatchObject({
    'content-type': expect.stringMatching('^text/html'),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  });
  const wasm = await ask(at, '/assets/tfjs.wasm');
  expect(wasm.headers).toMatchObject({
    'content-type': 'application/wasm',
    'cross-origin-embedder-policy': 'require-corp',
  });
});

it('serves a run, and opens it with what is asked', async () => {
  const run = { title: 'mine', network: Uint8Array.of(7, 8), recipe: { steps: 3 }, inputs: 'label,a\n0,1\n' };
  const at = await start({ run: { ...run, epsilon: 0.1, range: [-1, 1] } });
  expect(at.hash).toBe('#model?run=served&eps=0.1&least=-1&most=1');
  const about = { title: 'mine', recipe: { steps: 3 }, inputs: true };
  expect(JSON.parse((await ask(at, '/run/run.json')).body)).toEqual(about);
  expect((await ask(at, '/run/network.safetensors?x')).body).toBe('\u0007\b');
  expect(await ask(at, '/run/inputs.csv')).toMatchObject({
    body: run.inputs,
    headers: { 'cache-control': 'no-store' },
  });
});

it('gives nothing that lies elsewhere, and nothing to other hosts', async () => {
  const at = await start();
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '//secret.txt',
  ];
  for (const path of [...paths, '/%', '/%00', '/run/run.json', join(folder, 'secret.txt'), '/assets']) {
    expect(await ask(at, path)).toMatchObject({ status: 404, body: '' });
  }
  expect((await ask(at, '/', { host: `evil.example:${at.port}` })).status).toBe(403);
  expect((await ask(at, '/', { host: `localhost:${at.port}` })).status).toBe(200);
  expect((await ask(at, '/', { method: 'POST' })).status).toBe(405);
  expect(await readFile(join(folder, 'secret.txt'), 'utf8')).toBe('secret');
});

it('says what is missing', async () => {
  expect(() => pageIn(folder)).toThrow(/^lab: expected the page in .*, got none: npm run build/);
  await expect(serveLab({ folder })).rejects.toThrow('expected the page');
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await expect(start({ port })).rejects.toThrow(`address already in use 127.0.0.1:${port}`);
  await new Promise((resolve) => other.close(resolve));
});

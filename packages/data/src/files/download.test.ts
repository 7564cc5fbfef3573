import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from './download';
import type { Progress } from './fetchPart';
import { type Answer, breakAfter, serve, type TestServer, testServer } from './testServer';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) % 256);
const checksum = createHash('md5').update(content).digest('hex');
const quick = { retries: 2, retryMilliseconds: 1, idleMilliseconds: 5000 };

let folder = '';
let target = '';
const servers: TestServer[] = [];
const start = async (answer: Answer): Promise<TestServer> => {
  const server = await testServer(answer);
  servers.push(server);
  return server;
};
const downloaded = () => expect(Buffer.compare(readFileSync(target), content)).toBe(0);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibp-download-'));
  target = join(folder, 'a.bin');
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

it('saves the file, tells its progress, and leaves nothing else behind', async () => {
  const { url } = await start(serve({ 'a.bin': content }));
  const seen: Progress[] = [];
  await download([`${url}a.bin`], target, checksum, { onProgress: (progress) => seen.push(progress) });
  downloaded();
  expect(readdirSync(folder)).toEqual(['a.bin']);
  expect(seen.at(-1)).toEqual({ file: 'a.bin', received: 300_000, total: 300_000 });
});

it('goes on after a broken connection from where it broke', async () => {
  const whole = serve({ 'a.bin': content });
  const broken = breakAfter(content, 100_000);
  const server = await start((request, response) =>
    (request.headers.range ? whole : broken)(request, response),
  );
  const seen: Progress[] = [];
  await download([`${server.url}a.bin`], target, checksum, { ...quick, onProgress: (p) => seen.push(p) });
  downloaded();
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-']);
  expect(seen.every(({ total }) => total === 300_000)).toBe(true);
});

it('keeps what has arrived for the next process', async () => {
  const broken = await start(breakAfter(content, 100_000));
  await expect(download([`${broken.url}a.bin`], target, checksum, { ...quick, retries: 0 })).rejects.toThrow(
    /^download of a.bin: http:.*a.bin: terminated/,
  );
  expect(readdirSync(folder)).toEqual(['a.bin.part']);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target, checksum, quick);
  downloaded();
  expect(server.requests).toEqual([{ path: '/a.bin', range: 'bytes=100000-' }]);
});

it('starts afresh when the server ignores the range', async () => {
  writeFileSync(`${target}.part`, content.subarray(0, 5000));
  const server = await start((_, response) => response.writeHead(200).end(content));
  await download([`${server.url}a.bin`], target, checksum, quick);
  downloaded();
  expect(server.requests).toEqual([{ path: '/a.bin', range: 'bytes=5000-' }]);
});

it('starts afresh when the server answers another range', async () => {
  writeFileSync(`${target}.part`, content.subarray(0, 5000));
  const odd: Answer = (_, response) =>
    response.writeHead(206, { 'content-range': 'bytes 7-9/300000' }).end(content.subarray(7, 10));
  const whole = serve({ 'a.bin': content });
  const server = await start((request, response) => (request.headers.range ? odd : whole)(request, response));
  await download([`${server.url}a.bin`], target, checksum, quick);
  downloaded();
});

it.each([
  ['of another file', new Uint8Array(5000)],
  ['longer than the file', new Uint8Array(400_000)],
])('throws away an earlier part %s', async (_, part) => {
  writeFileSync(`${target}.part`, part);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target, checksum, quick);
  downloaded();
});

it('takes an earlier part that is whole', async () => {
  writeFileSync(`${target}.part`, content);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target, checksum, quick);
  downloaded();
});

it('refuses a wrong checksum and keeps nothing', async () => {
  const { url } = await start(serve({ 'a.bin': new Uint8Array(10) }));
  const got = createHash('md5').update(new Uint8Array(10)).digest('hex');
  await expect(download([`${url}a.bin`], target, checksum, quick)).rejects.toThrow(
    expect.objectContaining({
      name: 'DataError',
      message: `download of a.bin: ${url}a.bin: expected md5 ${checksum}, got ${got}`,
    }),
  );
  expect(readdirSync(folder)).toEqual([]);
});

it('goes to the next address at once on 404', async () => {
  const [bad, good] = [await start(serve({})), await start(serve({ 'a.bin': content }))];
  await download([`${bad.url}a.bin`, `${good.url}a.bin`], target, checksum, quick);
  downloaded();
  expect(bad.requests).toHaveLength(1);
});

it('tries again when the server is out of order, then says so', async () => {
  const server = await start((_, response) => response.writeHead(503).end());
  await expect(download([`${server.url}a.bin`], target, checksum, quick)).rejects.toThrow(
    `download of a.bin: ${server.url}a.bin answered 503`,
  );
  expect(server.requests).toHaveLength(3);
});

it('gives up on a connection where nothing arrives', async () => {
  const server = await start((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write(new Uint8Array(1));
  });
  const options = { ...quick, retries: 0, idleMilliseconds: 100 };
  await expect(download([`${server.url}a.bin`], target, checksum, options)).rejects.toThrow(
    'nothing arrived for 0.1 s',
  );
});

it('names each address when offline', async () => {
  const closed = await testServer(serve({}));
  await closed.close();
  await expect(
    download([`${closed.url}a.bin`, `${closed.url}b/a.bin`], target, checksum, quick),
  ).rejects.toThrow(
    /^download of a.bin: http:\S+a.bin: fetch failed \(ECONNREFUSED\); http:\S+b\/a.bin: fetch failed/,
  );
  expect(existsSync(target)).toBe(false);
});

it('stops when told to', async () => {
  const server = await start(breakAfter(content, 10));
  const controller = new AbortController();
  const pending = download([`${server.url}a.bin`], target, checksum, {
    ...quick,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('stopped')),
  });
  await expect(pending).rejects.toThrow('stopped');
});

import { readdirSync, writeFileSync } from 'node:fs';
import { download } from './download';
import { checksum, content, downloadSetup, quick } from './download-setup';
import type { Progress } from './fetch-part';
import { type Answer, breakAfter, serve } from './test-server';

const { folder, target, start, expectDownloaded } = downloadSetup();

it('goes on after a broken connection from where it broke', async () => {
  const whole = serve({ 'a.bin': content });
  const broken = breakAfter(content, 100_000, `${target()}.part`);
  const server = await start((request, response) =>
    (request.headers.range ? whole : broken)(request, response),
  );
  const seen: Progress[] = [];
  await download([`${server.url}a.bin`], target(), checksum, { ...quick, onProgress: (p) => seen.push(p) });
  expectDownloaded();
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-']);
  expect(seen.every(({ total }) => total === 300_000)).toBe(true);
});

it('keeps what has arrived for the next process', async () => {
  const broken = await start(breakAfter(content, 100_000, `${target()}.part`));
  await expect(
    download([`${broken.url}a.bin`], target(), checksum, { ...quick, retries: 0 }),
  ).rejects.toThrow(/^download of a.bin: http:.*a.bin: terminated/);
  expect(readdirSync(folder())).toEqual(['a.bin.part']);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
  expect(server.requests).toEqual([{ path: '/a.bin', range: 'bytes=100000-' }]);
});

it('starts afresh when the server ignores the range', async () => {
  writeFileSync(`${target()}.part`, content.subarray(0, 5000));
  const server = await start((_, response) => response.writeHead(200).end(content));
  await download([`${server.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
  expect(server.requests).toEqual([{ path: '/a.bin', range: 'bytes=5000-' }]);
});

it('starts afresh when the server answers another range', async () => {
  writeFileSync(`${target()}.part`, content.subarray(0, 5000));
  const odd: Answer = (_, response) =>
    response.writeHead(206, { 'content-range': 'bytes 7-9/300000' }).end(content.subarray(7, 10));
  const whole = serve({ 'a.bin': content });
  const server = await start((request, response) => (request.headers.range ? odd : whole)(request, response));
  await download([`${server.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
});

it.each([
  ['of another file', new Uint8Array(5000)],
  ['longer than the file', new Uint8Array(400_000)],
])('throws away an earlier part %s', async (_, part) => {
  writeFileSync(`${target()}.part`, part);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
});

it('takes an earlier part that is whole', async () => {
  writeFileSync(`${target()}.part`, content);
  const server = await start(serve({ 'a.bin': content }));
  await download([`${server.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
});

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { download } from './download';
import { checksum, content, downloadSetup, quick } from './download-setup';
import type { Progress } from './fetch-part';
import { breakAfter, serve, testServer } from './test-server';

const { folder, target, start, expectDownloaded } = downloadSetup();

it('saves the file, tells its progress, and leaves nothing else behind', async () => {
  const { url } = await start(serve({ 'a.bin': content }));
  const seen: Progress[] = [];
  await download([`${url}a.bin`], target(), checksum, { onProgress: (progress) => seen.push(progress) });
  expectDownloaded();
  expect(readdirSync(folder())).toEqual(['a.bin']);
  expect(seen.at(-1)).toEqual({ file: 'a.bin', received: 300_000, total: 300_000 });
});

it('refuses a wrong checksum and keeps nothing', async () => {
  const { url } = await start(serve({ 'a.bin': new Uint8Array(10) }));
  const got = createHash('md5').update(new Uint8Array(10)).digest('hex');
  await expect(download([`${url}a.bin`], target(), checksum, quick)).rejects.toThrow(
    expect.objectContaining({
      name: 'DataError',
      message: `download of a.bin: ${url}a.bin: expected md5 ${checksum}, got ${got}`,
    }),
  );
  expect(readdirSync(folder())).toEqual([]);
});

it('goes to the next address at once on 404', async () => {
  const [bad, good] = [await start(serve({})), await start(serve({ 'a.bin': content }))];
  await download([`${bad.url}a.bin`, `${good.url}a.bin`], target(), checksum, quick);
  expectDownloaded();
  expect(bad.requests).toHaveLength(1);
});

it('tries again when the server is out of order, then says so', async () => {
  const server = await start((_, response) => response.writeHead(503).end());
  await expect(download([`${server.url}a.bin`], target(), checksum, quick)).rejects.toThrow(
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
  await expect(download([`${server.url}a.bin`], target(), checksum, options)).rejects.toThrow(
    'nothing arrived for 0.1 s',
  );
});

it('names each address when offline', async () => {
  const closed = await testServer(serve({}));
  await closed.close();
  await expect(
    download([`${closed.url}a.bin`, `${closed.url}b/a.bin`], target(), checksum, quick),
  ).rejects.toThrow(
    /^download of a.bin: http:\S+a.bin: fetch failed \(ECONNREFUSED\); http:\S+b\/a.bin: fetch failed/,
  );
  expect(existsSync(target())).toBe(false);
});

it('stops when told to', async () => {
  const server = await start(breakAfter(content, 10, `${target()}.part`));
  const controller = new AbortController();
  const pending = download([`${server.url}a.bin`], target(), checksum, {
    ...quick,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('stopped')),
  });
  await expect(pending).rejects.toThrow('stopped');
});

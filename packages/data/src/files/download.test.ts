import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskKinds, smallDisk } from 'ibp-tools/small-disk';
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

it('does not wait for a lock that can never be had, and names it', async () => {
  // a name that leaves no room for ".lock"
  const long = 'a'.repeat(252);
  const { url } = await start(serve({ 'a.bin': content }));
  await expect(download([`${url}a.bin`], join(folder(), long), checksum, quick)).rejects.toThrow(
    new RegExp(`^download of ${long}: ENAMETOOLONG: .*${long}\\.lock`),
  );
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

it('refuses a file that is larger than it may be, said so or not, and keeps none of it', async () => {
  const told = await start(serve({ 'a.bin': content }));
  let sent = 0;
  // a chunk at a time, for ever
  const endless = await start((_, response) => {
    response.writeHead(200);
    const more = () => {
      sent += 10_000;
      if (!response.destroyed) response.write(new Uint8Array(10_000), () => setImmediate(more));
    };
    more();
  });
  const urls = [`${told.url}a.bin`, `${endless.url}a.bin`];
  await expect(download(urls, target(), checksum, { ...quick, maxBytes: 200_000 })).rejects.toThrow(
    new RegExp(
      `^download of a.bin: ${told.url}a.bin: expected at most 200000 bytes, got 300000; ` +
        `${endless.url}a.bin: expected at most 200000 bytes, got 2\\d{5}$`,
    ),
  );
  expect([told.requests.length, endless.requests.length]).toEqual([1, 1]);
  expect(sent).toBeLessThan(5_000_000);
  expect(readdirSync(folder())).toEqual([]);
});

it.each(diskKinds)('says which file does not fit on a full disk (%s)', async (kind) => {
  const { url, requests } = await start(serve({ 'a.bin': content }));
  const disk = await smallDisk(kind, 64 * 1024);
  try {
    const path = join(disk.folder, 'a.bin');
    await expect(download([`${url}a.bin`], path, checksum, quick)).rejects.toThrow(
      `download of a.bin: ${url}a.bin: expected room for 300000 bytes in ${path}.part, got ENOSPC`,
    );
    expect(requests).toHaveLength(1);
    expect(existsSync(path)).toBe(false);
  } finally {
    disk.close();
  }
});

it('ends after its time, though something arrives now and then, and goes on from there', async () => {
  let timer: NodeJS.Timeout | undefined;
  const slow = await start((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    let at = 0;
    timer = setInterval(() => {
      response.write(content.subarray(at, at + 10));
      at += 10;
    }, 20);
  });
  const options = { ...quick, totalMilliseconds: 500 };
  await expect(download([`${slow.url}a.bin`], target(), checksum, options)).rejects.toThrow(
    'download of a.bin: expected it within 0.5 s, got a part; the next download goes on from there',
  );
  clearInterval(timer);
  expect(slow.requests).toHaveLength(1);
  expect(readdirSync(folder())).toEqual(['a.bin.part']);
  const good = await start(serve({ 'a.bin': content }));
  await download([`${good.url}a.bin`], target(), checksum, quick);
  expect(good.requests[0]!.range).toMatch(/^bytes=\d+0-$/);
  expectDownloaded();
});

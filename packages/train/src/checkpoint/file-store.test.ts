import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork } from '@ibp/layers';
import { diskKinds, smallDisk } from 'ibp-tools/small-disk';
import { build, options, run, train } from '../testing';
import { fileStore } from './file-store';

describe('fileStore', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-store-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('has nothing at first, then the last that was saved, and leaves no other file', async () => {
    const store = fileStore(join(directory, 'deep', 'checkpoint'));
    expect(await store.load()).toBeUndefined();
    await store.save(Uint8Array.from([1, 2, 3]));
    await store.save(Uint8Array.from([4, 5]));
    expect(await store.load()).toEqual(Uint8Array.from([4, 5]));
    expect(await readdir(join(directory, 'deep'))).toEqual(['checkpoint']);
  });

  it.each(diskKinds)(
    'keeps the last checkpoint where the next does not fit on the disk (%s)',
    async (kind) => {
      const disk = await smallDisk(kind, 64 * 1024);
      try {
        const path = join(disk.folder, 'checkpoint');
        const store = fileStore(path);
        await store.save(Uint8Array.from([1, 2, 3]));
        await expect(store.save(new Uint8Array(100_000))).rejects.toThrow(
          `write: expected room for 100000 bytes in ${path}, got ENOSPC`,
        );
        expect(await store.load()).toEqual(Uint8Array.from([1, 2, 3]));
      } finally {
        disk.close();
      }
    },
  );

  it('is for one run at a time, and free again when that ends, stops or fails', async () => {
    const path = join(directory, 'checkpoint');
    const checkpoint = () => ({ store: fileStore(path), every: 1 });
    const [first, second] = [build(), build()];
    const running = train(first, { ...options, checkpoint: checkpoint() });
    await running.next();
    const saved = await fileStore(path).load();
    await expect(run(second, { checkpoint: checkpoint() })).rejects.toThrow(
      `lock: expected one process at a time to use ${path}, got process ${process.pid} on `,
    );
    expect(await fileStore(path).load()).toEqual(saved);
    await running.return();
    await expect(
      run(second, {
        checkpoint: checkpoint(),
        batch: () => {
          throw new Error('no batch');
        },
      }),
    ).rejects.toThrow('no batch');
    await run(second, { checkpoint: checkpoint() });
    expect(await readdir(directory)).toEqual(['checkpoint']);
    for (const net of [first, second]) disposeNetwork(net);
  });

  it('says what is wrong when the path is a directory', async () => {
    await expect(fileStore(directory).load()).rejects.toThrow('EISDIR');
  });
});

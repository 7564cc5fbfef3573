import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('says what is wrong when the path is a directory', async () => {
    await expect(fileStore(directory).load()).rejects.toThrow('EISDIR');
  });
});

import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskKinds, type SmallDisk, smallDisk } from 'ibp-tools/small-disk';
import { appendWhole, stageFile, writeNew, writeWhole } from '.';
import { ownerToken, thisProcess } from './owner';

describe('on a disk with room', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ibp-write-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = () => join(folder, 'deep', 'a.json');

  it('writes a file and its folder, replaces it, and leaves no other', async () => {
    await writeWhole(file(), 'one');
    await writeWhole(file(), Uint8Array.of(116, 119, 111));
    expect(await readFile(file(), 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.json']);
  });

  it('keeps the mode, and replaces what a link leads to', async () => {
    const [target, name] = [join(folder, 'target'), join(folder, 'name')];
    await writeFile(target, 'old', { mode: 0o600 });
    await symlink(target, name);
    await writeWhole(name, 'new');
    expect(await readFile(target, 'utf8')).toBe('new');
    expect((await stat(target)).mode & 0o777).toBe(0o600);
  });

  it('removes what killed saves of the file left, and nothing else', async () => {
    await writeWhole(file(), 'first');
    const here = thisProcess();
    const leftBy = async (owner: Partial<typeof here>, name = 'a.json', age = 0) => {
      const left = `${name}.${ownerToken({ ...here, ...owner })}.0011aabb.tmp`;
      await writeFile(join(folder, 'deep', left), 'half');
      const then = Date.now() / 1000 - age;
      await utimes(join(folder, 'deep', left), then, then);
      return left;
    };
    // more than the largest number of a process on any system
    const ended = { pid: 2 ** 30 };
    await leftBy(ended);
    await leftBy({ boot: '00000000' });
    await leftBy({ host: '00000000' }, 'a.json', 2 * 24 * 3600);
    const kept = [
      'a.json',
      await leftBy({}),
      await leftBy({ host: '00000000' }),
      await leftBy(ended, 'a.json.txt'),
      await leftBy(ended, 'b.json'),
    ];
    await writeWhole(file(), 'second');
    expect((await readdir(join(folder, 'deep'))).sort()).toEqual(kept.sort());
  });

  it('makes a file once, whoever comes first', async () => {
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((text) => writeNew(file(), text)));
    expect(made.filter(Boolean)).toHaveLength(1);
    const first = await readFile(file(), 'utf8');
    expect(await writeNew(file(), 'e')).toBe(false);
    expect(await readFile(file(), 'utf8')).toBe(first);
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.json']);
  });

  it('adds to a file, and makes none', async () => {
    await expect(appendWhole(join(folder, 'a'), 'x')).rejects.toThrow(
      `write: expected to write 1 bytes to ${join(folder, 'a')}, got ENOENT`,
    );
    await writeWhole(join(folder, 'a'), 'one ');
    await appendWhole(join(folder, 'a'), 'ä');
    await appendWhole(join(folder, 'a'), '!', { sync: true });
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('one ä!');
  });

  it('leaves the old file when what is staged is never put in its place', async () => {
    await writeWhole(file(), 'old');
    const staged = await stageFile(file(), 'new');
    expect(await readFile(file(), 'utf8')).toBe('old');
    await staged.discard();
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.json']);
  });
});

describe.each(diskKinds)('on a full disk (%s)', (kind) => {
  let disk: SmallDisk;
  beforeEach(async () => {
    disk = await smallDisk(kind, 64 * 1024);
  });
  afterEach(() => disk.close());

  it('writes what fits, though in parts', async () => {
    const bytes = Uint8Array.from({ length: 40_000 }, (_, i) => i % 251);
    await writeWhole(join(disk.folder, 'a'), bytes);
    expect(Buffer.compare(await readFile(join(disk.folder, 'a')), bytes)).toBe(0);
  });

  it('keeps the old file whole, and says which needs how much', async () => {
    const path = join(disk.folder, 'a');
    await writeWhole(path, 'old');
    const writing = writeWhole(path, new Uint8Array(100_000));
    await expect(writing).rejects.toThrow(`write: expected room for 100000 bytes in ${path}, got ENOSPC`);
    await expect(writing).rejects.toMatchObject({ code: 'ENOSPC', [Symbol.for('@ibp/error')]: true });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(disk.folder)).toEqual(['a']);
  });

  it('keeps a file as it was where a line does not fit', async () => {
    const path = join(disk.folder, 'a');
    await writeWhole(path, 'first\n');
    await expect(appendWhole(path, 'x'.repeat(100_000))).rejects.toThrow(
      `write: expected room for 100000 bytes in ${path}, got ENOSPC`,
    );
    expect(await readFile(path, 'utf8')).toBe('first\n');
  });
});

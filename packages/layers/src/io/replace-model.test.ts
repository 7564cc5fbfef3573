import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskKinds, smallDisk } from 'ibp-tools/small-disk';
import { fileHandler } from './file-handler';
import { replaceModel } from './replace-model';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ibp-replace-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** A model of one weight. */
const model = (value: number) => ({
  weights: new Uint8Array(Float32Array.of(value).buffer),
  describe: (file: string) =>
    JSON.stringify({
      format: `of ${value}`,
      weightsManifest: [{ paths: [file], weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }],
    }),
});
const save = (value: number, into = directory) =>
  replaceModel(into, model(value).weights, model(value).describe);

/** The weight, and whose `model.json` says it is. */
async function loaded(from = directory) {
  const { format, weightData } = await fileHandler(from).load!();
  return [format, [...new Float32Array((weightData as ArrayBuffer[])[0]!)]];
}
const clean = ['model.json', expect.stringMatching(/^weights\.[0-9a-f]{16}\.bin$/)];

/** A process that saves and is killed when it calls a function of `fs` for the given time. */
function killedSave(name: 'rename' | 'rm', time: number): Promise<void> {
  const script = `
    import { syncBuiltinESMExports } from 'node:module';
    import fs from 'node:fs/promises';
    const original = fs.${name};
    let calls = 0;
    fs.${name} = (...given) => {
      calls += 1;
      if (calls === ${time}) process.kill(process.pid, 'SIGKILL');
      return original(...given);
    };
    syncBuiltinESMExports();
    const { replaceModel } = await import(${JSON.stringify(join(__dirname, 'replace-model.ts'))});
    const bytes = new Uint8Array(Float32Array.of(2).buffer);
    await replaceModel(${JSON.stringify(directory)}, bytes, (file) => ${JSON.stringify(model(2).describe('FILE'))}.replace('FILE', file));`;
  const options = ['--conditions=@ibp/source', '--import', 'tsx', '--input-type=module', '-e', script];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, options, (error) =>
      error?.signal === 'SIGKILL' ? resolve() : reject(error ?? new Error('it was not killed')),
    );
  });
}

it.each([
  ['before the weights have their name', 'rename', 1, 1],
  ['between the weights and model.json', 'rename', 2, 1],
  ['before the old weights are removed', 'rm', 1, 2],
] as const)('a save that is killed %s leaves one model, whole', async (_, name, time, value) => {
  await save(1);
  await killedSave(name, time);
  expect(await loaded()).toEqual([`of ${value}`, [value]]);
  expect((await readdir(directory)).length).toBeGreaterThan(2);
  await save(3);
  expect(await loaded()).toEqual(['of 3', [3]]);
  expect((await readdir(directory)).sort()).toEqual(clean);
});

it('saves at the same time end with one of them', async () => {
  await Promise.all([1, 2, 3, 4, 5, 6].map((value) => save(value)));
  const [format, [value]] = (await loaded()) as [string, [number]];
  expect(format).toBe(`of ${value}`);
  await save(7);
  expect(await loaded()).toEqual(['of 7', [7]]);
  expect((await readdir(directory)).sort()).toEqual(clean);
});

it('the weights.bin that the old model.json named goes with it; one of another does not', async () => {
  await writeFile(join(directory, 'weights.bin'), model(1).weights);
  await save(2);
  expect(await readdir(directory)).toContain('weights.bin');
  await writeFile(join(directory, 'model.json'), model(1).describe('weights.bin'));
  expect(await loaded()).toEqual(['of 1', [1]]);
  await save(3);
  expect(await readdir(directory)).not.toContain('weights.bin');
  expect(await loaded()).toEqual(['of 3', [3]]);
});

it.each(diskKinds)('a full disk (%s) leaves the old model, and nothing of the new', async (kind) => {
  const disk = await smallDisk(kind, 64 * 1024);
  try {
    await save(1, disk.folder);
    const before = await readdir(disk.folder);
    await expect(replaceModel(disk.folder, new Uint8Array(100_000), model(2).describe)).rejects.toThrow(
      /^write: expected room for 100000 bytes in .*weights\.[0-9a-f]{16}\.bin, got ENOSPC/,
    );
    expect(await readdir(disk.folder)).toEqual(before);
    expect(await loaded(disk.folder)).toEqual(['of 1', [1]]);
    expect(await readFile(join(disk.folder, 'model.json'), 'utf8')).toContain('of 1');
  } finally {
    disk.close();
  }
});

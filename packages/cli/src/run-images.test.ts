import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork } from '@ibp/layers';
import type { Configuration } from './configuration';
import { loaded } from './loaded';
import { mnistSources } from './mnist-sources';
import { ownConfiguration } from './own-data/own-configuration';
import type { Recipe } from './recipe';
import { run } from './run';
import { digits, tinyRecipe, tinySettings } from './testing';

const configuration: Configuration = { ...digits, sources: mnistSources };

/** So many black images as MNIST has them in files. */
async function writeMnist(directory: string, counts: { readonly train: number; readonly t10k: number }) {
  const header = (...sizes: number[]) => {
    const view = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
    view.setUint32(0, 0x800 + sizes.length);
    for (const [i, size] of sizes.entries()) view.setUint32(4 + 4 * i, size);
    return Buffer.from(view.buffer);
  };
  const file = (name: string, bytes: Buffer, content: Buffer) =>
    writeFile(join(directory, name), Buffer.concat([bytes, content]));
  for (const [part, count] of Object.entries(counts)) {
    await file(`${part}-images-idx3-ubyte`, header(count, 28, 28), Buffer.alloc(28 * 28 * count));
    await file(`${part}-labels-idx1-ubyte`, header(count), Buffer.alloc(count));
  }
}

describe('the images of a run', () => {
  let directory: string;
  let full: string;
  let empty: string;
  let log: jest.SpyInstance;
  let errorLog: jest.SpyInstance;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-images-'));
    [full, empty] = [join(directory, 'files'), join(directory, 'empty')];
    await mkdir(full);
    await mkdir(empty);
    await writeMnist(full, { train: 30, t10k: 5 });
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(() => {
    log = jest.spyOn(console, 'log').mockReturnValue();
    errorLog = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    log.mockRestore();
    errorLog.mockRestore();
  });

  /** What `evaluate` of a run takes. */
  const evaluated = async (out: string, data: string, dataDir: string) => {
    const settings = tinySettings(join(directory, out), { data, dataDir, engine: 'eager' });
    return (await run(configuration, { command: 'evaluate', settings })).data;
  };

  it.each(['full', 'embedded'])('are its own where it was trained on "%s"', async (data) => {
    const settings = tinySettings(join(directory, data), { data, dataDir: full, trackExamples: 0 });
    await run(configuration, { command: 'train', recipe: { ...tinyRecipe, steps: 1 }, settings });
    expect(await evaluated(data, 'auto', full)).toMatchObject({ source: data });
  });

  it('are not replaced by others that are there', async () => {
    const missing = evaluated('full', 'auto', empty);
    await expect(missing).rejects.toThrow(/^data: expected "full", which the run in .*, got nothing; /);
    await expect(missing).rejects.toThrow('(--data-dir), or which images to take instead (--data)');
    // as `certify`, `check`, `radius` and `explain` load them
    const settings = tinySettings(join(directory, 'full'), { dataDir: empty });
    await expect(loaded(configuration, settings)).rejects.toThrow('data: expected "full"');
    await expect(loaded(digits, settings)).rejects.toThrow('got a configuration that has only embedded');
  });

  it('may be others that are named, which is said', async () => {
    expect(await evaluated('full', 'embedded', empty)).toMatchObject({ source: 'embedded' });
    expect(errorLog.mock.calls.join('\n')).toMatch(
      /^data: "embedded", as asked for; the run in .* was trained on "full"$/m,
    );
    errorLog.mockClear();
    await evaluated('full', 'full', full);
    expect(errorLog.mock.calls.join('\n')).not.toContain('as asked for');
  });

  it('are told from those of another data set whose source has the same name', async () => {
    const clothes = { ...configuration, name: 'clothes' };
    const settings = tinySettings(join(directory, 'full'), { dataDir: full });
    await expect(loaded(clothes, settings)).rejects.toThrow(
      /^data: expected "full" of digits, which .*, got a configuration clothes that has only full, embedded/,
    );
    const named = await loaded(clothes, { ...settings, data: 'full' });
    disposeNetwork(named.network);
    expect(errorLog.mock.calls.join('\n')).toMatch(
      /^data: "full" of clothes, as asked for; the run in .* was trained on "full" of digits$/m,
    );
  });

  it('and how they are changed have to be what they were for a run to go on', async () => {
    const out = join(directory, 'on');
    const train = (of: Configuration) =>
      run(of, {
        command: 'train',
        recipe: { ...tinyRecipe, steps: 4 },
        settings: tinySettings(out, { data: 'full', dataDir: full, engine: 'eager', trackExamples: 0 }),
      });
    await train(configuration);
    const record = await readFile(join(out, 'run.json'), 'utf8');
    await expect(train({ ...configuration, name: 'clothes' })).rejects.toThrow(
      'expected 30 examples of "full" (digits), got 30 examples of "full" (clothes); --restart begins',
    );
    await expect(train({ ...configuration, augment: 'flip' })).rejects.toThrow(
      'expected images changed by "none", as the run\'s were, got "flip"',
    );
    expect(await readFile(join(out, 'run.json'), 'utf8')).toBe(record);
    await train(configuration);
  });
});

describe("a table of one's own", () => {
  let directory: string;
  let spies: jest.SpyInstance[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-own-'));
    spies = [jest.spyOn(console, 'log').mockReturnValue(), jest.spyOn(console, 'error').mockReturnValue()];
  });
  afterEach(async () => {
    for (const spy of spies) spy.mockRestore();
    await rm(directory, { recursive: true });
  });

  it('that has grown since is not what a run is tested on, goes on with, or is followed by', async () => {
    const file = join(directory, 'own.csv');
    const rows = Array.from({ length: 40 }, (_, i) => `${(i % 7) / 7},${(i % 5) / 5},${i % 2}`);
    await writeFile(file, ['a,b,class', ...rows].join('\n'));
    const own = () => ownConfiguration(file, { whole: false });
    const settings = (out: string) =>
      tinySettings(join(directory, out), { data: file, engine: 'eager', trackExamples: 0 });
    const recipe = { ...own().recipes.quick!, ...{ steps: 4, batchSize: 5, width: 0.1 } } as Recipe;
    const train = (out: string, more: Partial<Recipe> = {}) =>
      run(own(), { command: 'train', recipe: { ...recipe, ...more }, settings: settings(out) });
    const { evaluation } = await train('run');
    const evaluated = async () =>
      (await run(own(), { command: 'evaluate', settings: settings('run') })).evaluation;
    expect((await evaluated()).error).toBe(evaluation.error);
    await writeFile(file, ['a,b,class', ...rows, '0.5,0.5,1'].join('\n'));
    const grown = /expected 32 examples of .* sha256 \w{12}, got 33 examples of .* sha256 \w{12}/;
    await expect(evaluated()).rejects.toThrow(grown);
    await expect(train('run')).rejects.toThrow(grown);
    await expect(train('more', { from: join(directory, 'run') })).rejects.toThrow(grown);
  });
});

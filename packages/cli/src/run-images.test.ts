import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from './configuration';
import { loaded } from './loaded';
import { mnistSources } from './mnist-sources';
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
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../front/run-front';
import { run } from '../run';
import { digits, tinyRecipe, tinySettings } from '../testing';

describe('certify once more', () => {
  let out: string;
  let log: jest.SpyInstance;
  let errorLog: jest.SpyInstance;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'ibp-again-'));
    log = jest.spyOn(console, 'log').mockReturnValue();
    errorLog = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(async () => {
    log.mockRestore();
    errorLog.mockRestore();
    await rm(out, { recursive: true });
  });

  /** What the command line says of an error. */
  async function certify(...flags: string[]): Promise<string> {
    errorLog.mockClear();
    // images are settled by what takes a batch, or are out of time
    const quick = ['--pgd-restarts', '1', '--budget', '0.001', '--epsilon', '0.05', '--engine', 'eager'];
    await main(digits, ['certify', '--out', out, ...quick, '--complete', 'branch-and-bound', ...flags]);
    const failed = process.exitCode === 2;
    process.exitCode = undefined;
    return failed ? errorLog.mock.calls.join('\n') : '';
  }
  const images = async () =>
    (await readFile(join(out, 'certify-0.05.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line).index as number);

  const report = async () => JSON.parse(await readFile(join(out, 'certify-0.05.json'), 'utf8'));

  it('goes on with more images, and says what to do about other settings', async () => {
    const settings = tinySettings(out, { checkpointEvery: 12, trackExamples: 0, engine: 'eager' });
    await run(digits, { command: 'train', recipe: { ...tinyRecipe, steps: 1 }, settings });
    expect(await certify('--pgd-steps', '1', '--test-examples', '2')).toBe('');
    const first = await images();
    expect(await certify('--pgd-steps', '1', '--test-examples', '4')).toBe('');
    expect((await images()).slice(0, first.length)).toEqual(first);
    expect(new Set(await images())).toEqual(new Set([0, 1, 2, 3]));
    expect(await report()).toMatchObject({ examples: 4, budget: 0.001 });

    // patience is no other question: the journal holds, with what was not tried left out of it
    expect(await certify('--pgd-steps', '1', '--test-examples', '8', '--patience', '1')).toBe('');
    expect(await report()).toMatchObject({ examples: 8, patience: 1 });

    const refused = await certify('--pgd-steps', '2', '--test-examples', '1');
    expect(refused).toMatch(/journal: expected pgd \[2,1,1\], got \[1,1,1\] in .*/);
    expect(refused).toContain('begin it anew (--restart)');
    expect(await certify('--pgd-steps', '2', '--test-examples', '1', '--restart')).toBe('');
    expect(new Set(await images())).toEqual(new Set([0]));
  });
});

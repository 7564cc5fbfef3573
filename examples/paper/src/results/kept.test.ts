import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keep, readKept, withKept } from './kept';
import type { RunResults } from './read-results';
import { tableOf } from './results';

const run = (name: string, most: number | undefined): RunResults => ({
  ...{ name, example: 'mnist', steps: 1000, parameters: 1234, epochs: 2, weights: 'abc' },
  recipe: {
    ...{ model: 'small', epsilon: 0.1, epsilonTrain: 0.1, steps: 1000, batchSize: 100, seed: 7 },
  } as unknown as RunResults['recipe'],
  data: { source: 'full', train: 55_000, validation: { examples: 5000, seed: 0 } },
  hours: { hours: 0.25, by: 'processor', steps: 1000 },
  measured: [
    {
      epsilon: 0.1,
      test: { share: 0.02, examples: 10_000 },
      ...(most === undefined ? {} : { exact: { least: 0.03, most, examples: 10_000 } }),
    },
  ],
});

/** Certified on the first images alone. */
const few: RunResults = {
  ...run('few', undefined),
  measured: [
    {
      epsilon: 0.1,
      test: { share: 0.02, examples: 100 },
      exact: { least: 0.3, most: 0.4, examples: 100 },
    },
  ],
};

describe('what is kept of runs', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-kept-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('says what the runs said, and takes the place of what was kept of one of the same name', async () => {
    const file = join(directory, 'measured.json');
    expect(readKept(file)).toEqual([]);
    await keep([run('b', 0.05), run('open', undefined)], file);
    await keep([run('a', 0.06), run('b', 0.04), few], file);
    expect(readKept(file)).toEqual([run('a', 0.06), run('b', 0.04), few]);
    const drawn = await readFile(join(directory, 'measured.svg'), 'utf8');
    expect(drawn).toContain('>mnist, epsilon 0.1<');
    expect(drawn).not.toContain('>few<'); // of whole test sets alone
    const digits = { source: 'embedded', train: 8500, validation: { examples: 500, seed: 0 } };
    const [told, untold] = [{ ...digits, testSet: 100 }, digits].map((data) => ({ ...few, data }));
    await keep(
      [
        { ...told!, name: 'told' },
        { ...untold!, name: 'untold' },
      ],
      join(directory, 'digits.json'),
    );
    const ofDigits = await readFile(join(directory, 'digits.svg'), 'utf8');
    expect(ofDigits).toContain('>told<');
    expect(ofDigits).not.toContain('>untold<'); // how large the whole of it is nobody said
    expect(tableOf(readKept(file))).toBe(tableOf([run('b', 0.04), run('a', 0.06), few]));
    const names = withKept(readKept(file), [run('b', 0.01), run('b', 0.02)]).map(({ name }) => name);
    expect(names).toEqual(['a', 'few', 'b', 'b']);
  });

  it('is what the README shows', async () => {
    // of examples/paper, where its tests run
    expect(await readFile(resolve('../../README.md'), 'utf8')).toContain(tableOf(readKept()));
  });

  it('keeps one of two runs of one name for neither, and what was there stays', async () => {
    const file = join(directory, 'twice.json');
    await keep([run('a', 0.06)], file);
    const before = await readFile(file, 'utf8');
    await expect(keep([run('b', 0.05), run('b', 0.04)], file)).rejects.toThrow(
      '--keep: expected runs of different names, got b twice',
    );
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('refuses a file of something else', async () => {
    const file = join(directory, 'else.json');
    await writeFile(file, JSON.stringify({ runs: [{ name: 'a' }] }));
    expect(() => readKept(file)).toThrow('expected what was measured of a run, got one without example');
    await writeFile(file, '[]');
    expect(() => readKept(file)).toThrow('expected what was measured of runs');
  });
});

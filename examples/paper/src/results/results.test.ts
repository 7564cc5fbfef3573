import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paper } from '../command';
import { readResults } from './read-results';
import { results, resultsTable } from './results';

const recipe = {
  model: 'small',
  epsilon: 0.1,
  epsilonTrain: 0.2,
  steps: 1000,
  batchSize: 100,
  learningRate: 1e-3,
  decays: [[0.5, 0.1]],
  seed: 7,
};

describe('results', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-results-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function write(name: string, files: { readonly [file: string]: unknown }): Promise<string> {
    const folder = join(directory, name);
    await mkdir(folder);
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return folder;
  }

  const metrics = (...steps: number[]) =>
    steps
      .map((step, i) => {
        const row = { from: steps[i - 1] ?? 0, step, epoch: step / 500, seconds: 2.25, cpuSeconds: 18 };
        return `${JSON.stringify(row)}\n`;
      })
      .join('');

  const data = { source: 'full', description: 'MNIST', train: 60_000, test: 10_000 };
  const digits = { source: 'embedded', description: 'digits', train: 9000, test: 1000, testSet: 1000 };
  const report = {
    ...{ example: 'mnist', recipe, data, network: { parameters: 1234 } },
    weightsHash: 'abc',
    evaluation: { epsilon: 0.1, examples: 10_000, error: 0.02, verifiedError: 0.06 },
  };
  const certified = (epsilon: number, weights: string, falsified: number) => ({
    ...{ weights, epsilon, examples: 10_000, mode: 'float32', data: 'MNIST' },
    errors: { test: 0.02, pgd: 0.04, ibp: 0.06, falsified, verified: 0.05 },
  });
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());

  it('has a row for each radius of a run, beside the paper, and tells open examples as a range', async () => {
    const folder = await write('done', {
      'run.json': { example: 'mnist', sessions: [], recipe, data, network: { parameters: 1234 } },
      'metrics.jsonl': metrics(500, 1000),
      'report.json': report,
      'certify-0.1.json': certified(0.1, 'abc', 0.05),
      'certify-0.05.json': certified(0.05, 'abc', 0.04),
    });
    const [, , small, paper, ...more] = (await resultsTable([folder])).split('\n').map(cells);
    expect(more).toEqual([]);
    expect(small!.slice(1, 13)).toEqual([
      ...['mnist, 0.05', 'small, ibp, trained at 0.2', '1,234', '2', '0.01', '7', 'nothing held out'],
      ...['2.00 %', '4.00 %', '6.00 %', '4.00 % to 5.00 %', '-'],
    ]);
    expect(paper!.slice(11, 15)).toEqual(['5.00 %', '2.23 %', '2.19 % (AdvIBP)', 'done']);
  });

  it('leaves the paper out beside other images, and drops certificates of other images', async () => {
    const folder = await write('digits', {
      'run.json': { example: 'mnist', sessions: [], recipe, data: digits },
      'metrics.jsonl': metrics(1000),
      'report.json': { ...report, data: digits, evaluation: { ...report.evaluation, examples: 1000 } },
      'certify-0.1.json': certified(0.1, 'abc', 0.05),
    });
    const [, , row, ...more] = (await resultsTable([folder])).split('\n').map(cells);
    expect(more).toEqual([]);
    expect(row![1]).toBe('mnist (embedded digits), 0.1');
    expect(row!.slice(8, 15)).toEqual(['2.00 %', '-', '6.00 %', '-', '-', '-', 'digits']);
  });

  it('says of how many images a figure is, and prefers that of more', async () => {
    const part = { ...certified(0.1, 'abc', 0.05), examples: 200 };
    const errors = { ...part.errors, test: 0.5, ibp: 0.5 };
    const folder = await write('part', {
      'run.json': { example: 'mnist', sessions: [], recipe, data, network: { parameters: 1234 } },
      'metrics.jsonl': metrics(1000),
      'report.json': report,
      'certify-0.1.json': { ...part, errors },
      'certify-0.2.json': { ...part, errors, epsilon: 0.2 },
    });
    const few = await write('few', {
      'run.json': { example: 'mnist', sessions: [], recipe, data: { ...data, test: 50 } },
      'metrics.jsonl': metrics(1000),
      'report.json': {
        ...{ ...report, data: { ...data, test: 50 } },
        evaluation: { ...report.evaluation, examples: 50 },
      },
    });
    const [, , at, alone, above] = (await resultsTable([folder, few])).split('\n').map(cells);
    expect(at!.slice(8, 12)).toEqual(['2.00 %', '4.00 % (of 200)', '6.00 %', '5.00 % (of 200)']);
    expect(alone!.slice(8, 12)).toEqual(['2.00 % (of 50)', '-', '6.00 % (of 50)', '-']);
    expect(above!.slice(8, 11)).toEqual(['50.00 % (of 200)', '4.00 % (of 200)', '50.00 % (of 200)']);
  });

  it('says nothing of weights that are gone, and of a run that was not certified what its end measured', async () => {
    const folder = await write('anew', {
      'run.json': { example: 'mnist', sessions: [], recipe, data, network: { parameters: 1234 } },
      'metrics.jsonl': metrics(500, 1000),
      'report.json': report,
      'certify-0.1.json': certified(0.1, 'those before', 0.05),
    });
    const [, , row, ...more] = (await resultsTable([folder])).split('\n').map(cells);
    expect(more).toEqual([]);
    expect(row!.slice(8, 12)).toEqual(['2.00 %', '-', '6.00 %', '-']);
  });

  it('takes no figure of validation images for one of the test set', async () => {
    const validated = {
      ...data,
      train: 55_000,
      test: 5000,
      part: 'validation',
      validation: { examples: 5000, seed: 0 },
    };
    const files = {
      'run.json': { example: 'mnist', recipe, data: validated, sessions: [] },
      'metrics.jsonl': metrics(1000),
      'report.json': { ...report, data: validated, evaluation: { ...report.evaluation, examples: 5000 } },
    };
    const chosen = await write('chosen', files);
    const tested = await write('tested', {
      ...files,
      'certify-0.1.json': { ...certified(0.1, 'abc', 0.05), examples: 200 },
      'certify-0.1-validation.json': { ...certified(0.1, 'abc', 0.01), examples: 5000 },
    });
    const [, , first, second] = (await resultsTable([chosen, tested])).split('\n').map(cells);
    expect(first!.slice(8, 12)).toEqual([
      '2.00 % (of 200)',
      '4.00 % (of 200)',
      '6.00 % (of 200)',
      '5.00 % (of 200)',
    ]);
    expect(second!.slice(8, 12)).toEqual(['-', '-', '-', '-']);
  });

  it('takes the whole test set for no less, and no more, than it is', async () => {
    const held = {
      ...{ source: 'embedded', description: 'digits', train: 8500, test: 500 },
      ...{ part: 'validation', validation: { examples: 500, seed: 0 } },
    };
    // `certify` leaves one file for a radius
    const both = {
      'certify-0.1.json': { ...certified(0.1, 'abc', 0.05), data: 'digits', examples: 500 },
      'certify-0.2.json': { ...certified(0.2, 'abc', 0.05), data: 'digits', examples: 1000 },
    };
    const runOf = (name: string, data: object) =>
      write(name, {
        'run.json': { example: 'mnist', recipe, data, sessions: [] },
        'metrics.jsonl': metrics(1000),
        'report.json': { ...report, data },
        ...both,
      });
    const says = await runOf('says', { ...held, testSet: 1000 });
    const silent = await runOf('silent', held); // before runs said
    const rows = (await resultsTable([says, silent])).split('\n').map(cells);
    expect(rows.slice(2).map((row) => [row[14], row[1], row[11]])).toEqual([
      ['says', 'mnist (embedded digits), 0.1', '5.00 % (of 500)'],
      ['silent', 'mnist (embedded digits), 0.1', '5.00 % (of 500)'],
      ['says', 'mnist (embedded digits), 0.2', '5.00 %'],
      ['silent', 'mnist (embedded digits), 0.2', '5.00 % (of 1000)'],
    ]);
  });

  it('shows how far a run has come that has not ended, and sorts by radius', async () => {
    const cifar = { example: 'cifar', data, network: { parameters: 1234 } };
    const cut = await write('cut', {
      'run.json': { ...cifar, sessions: [], recipe: { ...recipe, epsilon: 8 / 255, epsilonTrain: 8 / 255 } },
      'metrics.jsonl': metrics(500),
    });
    const low = await write('low', {
      'run.json': { ...cifar, sessions: [], recipe: { ...recipe, epsilon: 2 / 255, epsilonTrain: 2 / 255 } },
      'metrics.jsonl': metrics(500),
    });
    const file = join(directory, 'table.md');
    const log = jest.spyOn(console, 'log').mockReturnValue();
    await paper(['results', cut, low, '--out', file]);
    const printed = log.mock.calls.join('\n');
    log.mockRestore();
    expect(await readFile(file, 'utf8')).toBe(`${printed}\n`);
    const rows = printed.split('\n').map(cells);
    const [first, second] = ['low', 'cut'].map((name) => rows.findIndex((row) => row[14] === name));
    expect(rows[first!]!.slice(1, 9)).toEqual([
      ...[
        'cifar, 2/255',
        'small, ibp',
        '1,234',
        '1, 500 of 1000 steps',
        '0.01',
        '7',
        'nothing held out',
        '-',
      ],
    ]);
    expect(rows[second!]!.slice(12, 15)).toEqual([
      ...['67.96 %', '65.00 % (CTRAIN, MTL-IBP, on validation)', 'cut'],
    ]);
    expect(first).toBeLessThan(second!);
  });

  it('tells the hours by the clock of a run that did not count those of the processor', async () => {
    const row = (from: number, more: object) =>
      `${JSON.stringify({ from, step: from + 500, epoch: 1, seconds: 3600, ...more })}\n`;
    const before = await write('before', {
      'run.json': { example: 'mnist', sessions: [], recipe, data },
      'metrics.jsonl': row(0, {}) + row(500, { cpuSeconds: 1800 }),
    });
    const [, , line] = (await resultsTable([before])).split('\n').map(cells);
    expect(line![5]).toBe('2.00 by the clock');
    expect(line![3]).toBe('-');
  });

  it.each([
    [
      { method: { name: 'adversarial' }, regularizers: { reluStability: 1e-4 } },
      'adversarial, ReLU stability',
    ],
    [{ method: { name: 'nominal' }, regularizers: { sdp: 1e-4, l1: 1e-5 } }, 'nominal, SDP bound'],
    [{ method: { name: 'diffai', errors: 32 } }, 'diffai, 32 errors'],
    [{ method: { name: 'diffai' } }, 'diffai'],
  ])('says what tells a method from others: %j', async (change, text) => {
    const folder = await write(text, {
      'run.json': {
        example: 'mnist',
        sessions: [],
        recipe: { ...recipe, epsilonTrain: recipe.epsilon, ...change },
        data,
      },
      'metrics.jsonl': metrics(500),
    });
    const [, , line] = (await resultsTable([folder])).split('\n').map(cells);
    expect(line![2]).toBe(`small, ${text}`);
  });

  it('says whose weights a run began with, and counts what they took, or says that it does not', async () => {
    const later = { ...recipe, width: 1.5, batchNorm: true, from: '.' };
    const session = (readHash: string) => ({
      origin: { run: join(directory, 'before-it'), weightsHash: 'widened', readHash },
    });
    const resumed = { resumedAt: 500 };
    const folder = await write('later', {
      'run.json': {
        example: 'mnist',
        sessions: [session('abc'), resumed],
        recipe: later,
        data,
        network: { parameters: 1234 },
      },
      'metrics.jsonl': metrics(1000),
      'report.json': { ...report, recipe: later, weightsHash: 'def' },
      'certify-0.1.json': certified(0.1, 'def', 0.05),
    });
    const origin = await write('before-it', {
      'run.json': { example: 'mnist', sessions: [], recipe, data },
      'metrics.jsonl': metrics(500, 1000),
      'report.json': report,
    });
    const rowOf = async (...folders: string[]) =>
      (await resultsTable(folders))
        .split('\n')
        .map(cells)
        .find((row) => row[14] === 'later')!;
    const alone = await rowOf(folder);
    expect(alone[2]).toBe('small x 1.5, ibp, batch norm, trained at 0.2, after before-it');
    expect(alone.slice(4, 6)).toEqual(['2 without those of before-it', '0.01 without those of before-it']);
    expect((await rowOf(folder, origin)).slice(4, 6)).toEqual(['4', '0.01']);

    const log = jest.spyOn(console, 'log').mockReturnValue();
    await results([await readResults(folder)], join(directory, 'later.md'));
    await results(await Promise.all([folder, origin].map(readResults)), join(directory, 'both.md'));
    log.mockRestore();
    const drawn = async (file: string) =>
      (await readFile(join(directory, file), 'utf8')).match(/>(parameters|core-hours of training)</g);
    // nowhere among the hours where they are not all of them
    expect(await drawn('later.svg')).toEqual(['>parameters<']);
    expect(await drawn('both.svg')).toEqual(['>parameters<', '>core-hours of training<']);
  });

  it('draws verified error against parameters and hours, beside the published ones, and shows Auto-PGD', async () => {
    const { errors, ...rest } = certified(0.1, 'abc', 0.05);
    const folder = await write('drawn', {
      'run.json': { example: 'mnist', sessions: [], recipe, data, network: { parameters: 1234 } },
      'metrics.jsonl': metrics(1000),
      'report.json': report,
      'certify-0.1.json': { ...rest, errors: { ...errors, autoPgd: 0.045 } },
    });
    const log = jest.spyOn(console, 'log').mockReturnValue();
    await paper(['results', folder, '--out', join(directory, 'drawn.md')]);
    log.mockRestore();
    const rows = (await readFile(join(directory, 'drawn.md'), 'utf8')).split('\n').map(cells);
    expect(rows.find((row) => row[14] === 'drawn')![9]).toBe('4.50 %'); // by Auto-PGD
    const svg = await readFile(join(directory, 'drawn.svg'), 'utf8');
    expect(svg.match(/mnist, epsilon 0.1</g)).toHaveLength(2);
    for (const name of ['drawn', 'the paper, large', 'parameters', 'core-hours of training']) {
      expect(svg).toContain(`>${name}<`);
    }
    expect(svg).not.toContain('AdvIBP'); // nobody says how large its network was
  });

  it('refuses a folder without a run', async () => {
    await expect(resultsTable([directory])).rejects.toThrow('expected the folder of a run');
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mnistConfiguration, parseFlags } from '@ibp/cli';
import { folderOf, nextPhase, type RowSettings } from './phases';
import { type ResultRow, resultRows } from './row-list';

const row: ResultRow = {
  ...{ name: 'mnist-0.1-tiny', example: 'mnist', epsilon: '0.1' },
  train: '--model small --steps 6'.split(' '),
};

describe('what a row still needs', () => {
  let settings: RowSettings;
  let recipe: object;
  beforeAll(async () => {
    const out = await mkdtemp(join(tmpdir(), 'ibp-phases-'));
    settings = { out, seed: 1, validation: 200, nodes: 50, budget: 1, threads: 1 };
    const { flags } = (await nextPhase(row, settings))!;
    ({ recipe } = parseFlags(mnistConfiguration, flags) as { recipe: object });
  });
  afterAll(() => rm(settings.out, { recursive: true }));

  const data = {
    ...{ source: 'full', description: 'MNIST', train: 59_800, test: 200, part: 'validation' },
    validation: { examples: 200, seed: 0 },
  };
  /** A run that has ended, in the folder of a row, certified on so many images. */
  async function written(of: ResultRow, change: { recipe?: object; data?: object }, certified?: number) {
    const folder = folderOf(of, settings);
    await mkdir(folder, { recursive: true });
    const about = { recipe: { ...recipe, ...change.recipe }, data: { ...data, ...change.data } };
    const errors = { test: 0.1, pgd: 0.2, ibp: 0.4, falsified: 0.2, verified: 0.3 };
    const files = {
      'run.json': { example: 'mnist', sessions: [], ...about },
      'report.json': { ...about, weightsHash: 'abc', evaluation: { epsilon: 0.1, examples: 200 } },
      ...(certified && {
        'certify-0.1.json': {
          ...{ weights: 'abc', data: 'MNIST', mode: 'float32', epsilon: 0.1, examples: certified, errors },
        },
      }),
    };
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(folder, file), JSON.stringify(content));
    }
    return folder;
  }

  it('is a certificate of as many images as it asks for, or all', async () => {
    await written(row, {}, 9999);
    expect(await nextPhase(row, settings)).toMatchObject({ name: 'certify' });
    expect(await nextPhase({ ...row, examples: 9999 }, settings)).toBeUndefined();
    await written(row, {}, 10_000);
    expect(await nextPhase(row, settings)).toBeUndefined();
    expect(await nextPhase({ ...row, examples: 1000 }, settings)).toBeUndefined();
  });

  it.each([
    [{ recipe: { steps: 7, seed: 2 } }, 'with steps 6, seed 1, got steps 7, seed 2'],
    [{ recipe: { augment: 'crop' } }, 'with augment none, got augment "crop"'],
    [{ data: { validation: undefined } }, 'with validation 200, got validation none'],
    [{ data: { source: 'embedded' } }, 'with data "full", got data "embedded"'],
  ])('is told of no other run: %j', async (change, told) => {
    const folder = await written(row, change, 10_000);
    await expect(nextPhase(row, settings)).rejects.toThrow(
      `results: expected ${folder} to hold the run of mnist-0.1-tiny, ${told}; move it away, or name other --runs`,
    );
  });

  it('takes rows that were moved with those they began with', async () => {
    const later: ResultRow = { ...row, name: 'later', from: 'mnist-0.1-tiny' };
    await written(later, { recipe: { from: '/elsewhere/mnist-0.1-tiny-seed-1' } }, 10_000);
    expect(await nextPhase(later, settings)).toBeUndefined();
    await written(later, { recipe: { from: 'zoo:mnist-0.1-tiny' } }, 10_000);
    await expect(nextPhase(later, settings)).rejects.toThrow('with from "mnist-0.1-tiny-seed-1", got from');
  });

  it('is read off flags that the example takes, of each row of the list', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('refused');
    });
    for (const one of resultRows) {
      const folder = folderOf(one, settings);
      await mkdir(folder);
      const text = JSON.stringify({ example: one.example, data, recipe, sessions: [] });
      await writeFile(join(folder, 'run.json'), text);
      await expect(nextPhase(one, settings)).rejects.toThrow(`to hold the run of ${one.name}, with`);
    }
    exit.mockRestore();
  });
});

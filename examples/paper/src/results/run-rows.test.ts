import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { nextPhase, type RowSettings } from './phases';
import { resultsTable } from './results';
import { type ResultRow, resultRows } from './row-list';
import type { Command } from './run-phase';
import { runRows } from './run-rows';

const row: ResultRow = {
  ...{ name: 'mnist-0.1-small', example: 'mnist', epsilon: '0.1', examples: 2 },
  train: '--model small --steps 6 --batch-size 20'.split(' '),
};

let main: Bundle;
beforeAll(() => {
  main = bundle({ file: resolve(__dirname, '../../../mnist/main.ts') });
});
afterAll(() => main.remove());

/** The example as it is, on the digits that come with it and with a short attack. */
const command: Command = ({ example }, { name, flags }) =>
  spawn(
    process.execPath,
    [
      main.file,
      ...flags.map((flag) => (flag === '1000' ? '0' : flag)),
      ...(name === 'certify' ? ['--pgd-steps', '2', '--pgd-restarts', '1'] : ['--checkpoint-every', '3']),
    ],
    { cwd: resolve(__dirname, '../../../', example), stdio: 'ignore' },
  );

describe('rows', () => {
  let settings: RowSettings;
  beforeAll(async () => {
    const out = await mkdtemp(join(tmpdir(), 'ibp-rows-'));
    settings = { out, data: 'embedded', seed: 1, validation: 200, nodes: 50, budget: 0.5, threads: 1 };
  });
  afterAll(() => rm(settings.out, { recursive: true }));

  it('are trained and certified in their own folders, each once, and tell on which images they were chosen', async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const failing = { ...row, name: 'mnist-0.1-none', train: ['--model', 'none'] };
    expect(await runRows([failing, row], settings, { command, log, priority: 0 })).toEqual({
      stopped: false,
      failed: ['mnist-0.1-none'],
    });
    expect(lines.map((line) => line.split(' -- ')[1]!.split(' ')[0])).toEqual(['train', 'train', 'certify']);

    const again: string[] = [];
    expect(await nextPhase(row, settings)).toBeUndefined();
    await runRows([row], settings, { command, priority: 0, log: (line) => again.push(line) });
    expect(again).toEqual([]);
    // its weights serve another radius
    expect(await nextPhase({ ...row, also: ['0.1', '0.05'] }, settings)).toMatchObject({
      ...{ name: 'certify', flags: expect.arrayContaining(['--epsilon', '0.05']) },
    });
    // what was typed wins over the row's own
    const limited = { ...row, also: ['0.05'], budget: 2, nodes: 70 };
    const limits = async (of: ResultRow, { nodes, budget, ...rest }: RowSettings, more = {}) => {
      const { flags } = (await nextPhase(of, { ...rest, ...more }))!;
      return ['--budget', '--nodes'].map((flag) => flags[flags.indexOf(flag) + 1]);
    };
    expect(await limits(limited, settings, { nodes: 50, budget: 0.5 })).toEqual(['0.5', '50']);
    expect(await limits(limited, settings, { nodes: 50 })).toEqual(['2', '50']);
    expect(await limits(limited, settings)).toEqual(['2', '70']);
    expect(await limits({ ...row, also: ['0.05'] }, settings)).toEqual(['60', '200']);
    // with another seed it is another run
    expect(await nextPhase(row, { ...settings, seed: 2 })).toMatchObject({ name: 'train' });
    const after = { ...row, name: 'after', from: 'before' };
    expect(await nextPhase(after, { ...settings, seed: 2 })).toMatchObject({
      flags: expect.arrayContaining(['--from', join(settings.out, 'before-seed-2')]),
    });
    expect(await nextPhase({ ...after, from: 'zoo:before' }, { ...settings, seed: 2 })).toMatchObject({
      flags: expect.arrayContaining(['--from', 'zoo:before']),
    });

    const folder = join(settings.out, 'mnist-0.1-small-seed-1');
    const [head, , cells] = (await resultsTable([folder]))
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const cell = (name: string) => cells![head!.indexOf(name)];
    expect(cell('seed')).toBe('1');
    expect(cell('parameters')).toBe('329,606');
    expect(cell('chosen on')).toBe('200 validation images');
    expect(cell('core-hours')).toMatch(/^0\.\d\d$/);
    expect(cell('verified error')).toMatch(/\(of 2\)$/);
  }, 240_000);

  it('are none of them begun where the folder of one holds something else', async () => {
    const other = { ...row, name: 'mnist-0.1-other' };
    const folder = join(settings.out, 'mnist-0.1-other-seed-1');
    await mkdir(folder);
    const text = JSON.stringify({ example: 'cifar', recipe: {}, data: { source: 'full' }, sessions: [] });
    await writeFile(join(folder, 'run.json'), text);
    const lines: string[] = [];
    const run = { command, priority: 0, log: (line: string) => lines.push(line) };
    const running = runRows([{ ...row, name: 'mnist-0.1-first' }, other], settings, run);
    await expect(running).rejects.toThrow(
      `results: expected ${folder} to hold the run of mnist-0.1-other, with`,
    );
    expect(lines).toEqual([]);
  });

  it('fail where a command ends well and left everything to do', async () => {
    const idle: Command = () => spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    const lines: string[] = [];
    const idled = await runRows([{ ...row, name: 'mnist-0.1-idle' }], settings, {
      ...{ command: idle, priority: 0, log: (line: string) => lines.push(line) },
    });
    expect(idled).toEqual({ stopped: false, failed: ['mnist-0.1-idle'] });
    expect(lines.at(-1)).toBe(
      'mnist-0.1-idle: expected train to be done, as it ended without an error, got the same to do again',
    );
  });

  it('stop at the hour with nothing begun, and say so', async () => {
    const stopped = await runRows([{ ...row, name: 'mnist-0.1-late' }], settings, {
      ...{ command, until: new Date(Date.now() - 1), log: () => undefined },
    });
    expect(stopped).toEqual({ stopped: true, failed: [] });
    expect(existsSync(join(settings.out, 'mnist-0.1-late-seed-1'))).toBe(false);
  });
});

it('names every row once, MNIST before CIFAR-10', () => {
  const names = resultRows.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const examples = resultRows.map(({ example }) => example);
  expect(examples.lastIndexOf('mnist')).toBeLessThan(examples.indexOf('cifar'));
  expect(names.slice(0, 2)).toEqual(['mnist-0.3-cnn3', 'mnist-0.3-cnn5-half']);
  for (const { example, recipe } of resultRows) {
    if (recipe !== undefined) expect(existsSync(resolve('..', example, 'recipes', recipe))).toBe(true);
  }
});

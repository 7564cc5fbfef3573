import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@ibp/zoo';
import type { Recipe } from './recipe';
import { run } from './run';
import { readRunRecord } from './run-record';
import { digits, tinyRecipe, tinySettings } from './testing';

let directory: string;
let spies: jest.SpyInstance[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ibp-from-zoo-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(() => {
  spies = [jest.spyOn(console, 'log').mockReturnValue(), jest.spyOn(console, 'error').mockReturnValue()];
});
afterEach(() => {
  for (const spy of spies) spy.mockRestore();
});

const { width, hiddenUnits, ...tiny } = tinyRecipe;
const still: Recipe = { ...tiny, model: 'small', steps: 2, batchSize: 20, learningRateSchedule: '0' };
const { load } = digits.sources.embedded!;
/** The digits as those of the zoo's networks say what they saw. */
const described = (description: string) => ({ ...digits, sources: { embedded: { load, description } } });
const mnist = described('MNIST, its own test set');

const train = (
  out: string,
  change: Partial<Recipe>,
  { validation, of = mnist }: { validation?: number; of?: typeof mnist } = {},
) =>
  run(of, {
    command: 'train',
    recipe: { ...still, ...change },
    settings: tinySettings(join(directory, out), {
      ...{ trackExamples: 0, engine: 'eager', data: 'embedded' },
      ...(validation === undefined ? {} : { validation }),
    }),
  });

it('begins with a network of the zoo, which computes what it did and sees in training what it does in use', async () => {
  const from = 'zoo:mnist-0.3-small';
  const report = await train('same', { from, batchNorm: true });
  expect(report.evaluation.error).toBeLessThan(0.1);
  const { sessions } = readRunRecord(join(directory, 'same', 'run.json'))!;
  const { weights: readHash } = catalog['mnist-0.3-small'].card;
  expect(readHash).toHaveLength(64);
  expect(sessions).toMatchObject([{ origin: { run: from, readHash } }]);
  // with fresh statistics, and mean 0 and variance 1, the loss of the first steps would be that of another network
  expect(report.training!.history.at(-1)!.loss).toBeLessThan(1);
  const wide = await train('wide', { from, batchNorm: true, width: 1.5 });
  expect(wide.network.parameters).toBeGreaterThan(1.4 * report.network.parameters);
  expect(wide.evaluation).toMatchObject({ error: report.evaluation.error });
});

it('refuses one of other layers, one that is not there, and one that saw other images', async () => {
  const from = 'zoo:mnist-0.3-small';
  await expect(train('layers', { from })).rejects.toThrow(
    '--from: expected weights for this network or a narrower one, got those of zoo:mnist-0.3-small: ',
  );
  await expect(train('none', { from: 'zoo:none' })).rejects.toThrow(
    /^--from: expected zoo: and one of digits-0.1-small, .*, got zoo:none$/,
  );
  await expect(train('other', { from, batchNorm: true }, { of: described('other digits') })).rejects.toThrow(
    '--from: expected a network trained on other digits, got zoo:mnist-0.3-small, on MNIST, its own test set',
  );
  await expect(train('held', { from, batchNorm: true }, { validation: 5001 })).rejects.toThrow(
    '--from: expected a network whose training held out the 5001 validation images, got zoo:mnist-0.3-small, with 5000 held out',
  );
});

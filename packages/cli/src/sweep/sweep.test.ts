import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../flags';
import { ibpFront } from '../front/ibp';
import type { Settings } from '../settings';
import { sealed, tinyRecipe, tinySettings } from '../testing';
import { sweepCommand } from './sweep-command';

describe('ibp sweep', () => {
  let folder: string;
  let log: jest.SpyInstance;
  let errorLog: jest.SpyInstance;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ibp-sweep-'));
    log = jest.spyOn(console, 'log').mockReturnValue();
    errorLog = jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(async () => {
    log.mockRestore();
    errorLog.mockRestore();
    await rm(folder, { recursive: true });
  });

  const settings = (name: string, more: Partial<Settings> = {}): Settings =>
    tinySettings(join(folder, name), { engine: 'eager', trackExamples: 0, validation: 30, ...more });
  async function sweep(name: string, given: object, more: Partial<Settings> = {}) {
    const file = join(folder, 'sweep-of.json');
    await writeFile(file, JSON.stringify(given));
    return sweepCommand(sealed, file, tinyRecipe, settings(name, more));
  }
  const space = { learningRate: { values: [1e-4, 1e-3, 1e-2] }, kappaEnd: { from: 0, to: 1 } };
  const halving = { space, strategy: { name: 'successive-halving', trials: 3 } };

  it('trains on shares of the steps, chooses by held out images, and goes on where it was stopped', async () => {
    await expect(sweep('stopped', halving, { minutes: 1e-6 })).rejects.toThrow('stopped; the same command');
    const found = await sweep('stopped', halving);
    expect(found.results.map(({ rung }) => rung)).toEqual([0, 0, 0, 1]);

    const { winner } = found;
    const read = async (path: string) => JSON.parse(await readFile(join(folder, 'stopped', path), 'utf8'));
    const { results, validation } = await read('sweep.json');
    expect(validation).toBe(30);
    const { recipe, data, evaluation } = await read(join(results.at(-1).folder, 'report.json'));
    expect(recipe).toMatchObject({ ...results.at(-1).point, steps: 12 });
    expect((await read(join(results[0].folder, 'report.json'))).recipe.steps).toBe(4);
    expect(data).toMatchObject({ part: 'validation', validation: { examples: 30 } });
    expect(winner!.metrics).toEqual({
      cleanError: evaluation.error,
      certifiedError: evaluation.verifiedError,
    });
    expect(log.mock.calls.join('\n')).toMatch(
      /│ trial +│ rung[\s\S]*learningRate +│ kappaEnd[\s\S]*\nwinner: trial /,
    );
    expect(await readFile(join(folder, 'stopped', 'front.svg'), 'utf8')).toContain('>certified error<');
  });

  it('has a training that diverges come last', async () => {
    const learningRate = { values: [1e-3, 1e30] };
    const { results, winner } = await sweep('diverged', {
      space: { learningRate },
      strategy: { name: 'grid' },
    });
    expect(results[1]!.metrics).toEqual({ cleanError: Number.NaN, certifiedError: Number.NaN });
    expect(winner!.trial).toBe(0);
  });

  it('stops what is worse than the median while it trains, and comes to the same where it was killed', async () => {
    // at 1e-3 it learns a little in 12 steps, at 1e-9 nothing
    const given = {
      space: { learningRate: { values: [1e-2, 3e-3, 1e-9] } },
      strategy: { name: 'grid' },
      objective: 'cleanError',
      earlyStopping: { name: 'median', from: 0.5, least: 2 },
    };
    const more = { trackExamples: 30, evaluateEvery: 3, pgdSteps: 0 };
    const { results } = await sweep('median', given, more);
    expect(results.map(({ stopped }) => stopped)).toEqual([undefined, undefined, 0.5]);
    expect(results.map(({ curve }) => curve!.map(([share]) => share))).toEqual([
      [0.25, 0.5, 0.75, 1],
      [0.25, 0.5, 0.75, 1],
      [0.25, 0.5],
    ]);
    // all that are held out are tracked: the last of its errors is that of its weights, also where it was stopped
    for (const { curve, metrics } of results) expect(curve!.at(-1)![1]).toBeCloseTo(metrics.cleanError, 6);
    // killed after its figures said so: it is not trained on
    const journal = join(folder, 'median', 'sweep.jsonl');
    await writeFile(journal, `${(await readFile(journal, 'utf8')).split('\n').slice(0, 3).join('\n')}\n`);
    expect((await sweep('median', given, more)).results).toEqual(results);
    await expect(sweep('none', given)).rejects.toThrow('expected --track-examples above 0');
  });

  it('refuses to choose without held out images, and what no recipe can be', async () => {
    await expect(
      sweepCommand(sealed, 'sweep.json', tinyRecipe, tinySettings(join(folder, 'none'))),
    ).rejects.toThrow('sweep: expected --validation');
    const refused = (field: string, values: unknown[]) =>
      expect(sweep('refused', { space: { [field]: { values } }, strategy: { name: 'grid' } })).rejects;
    await refused('epsilon', [0.1]).toThrow('space.epsilon: expected fields of training');
    await refused('learningrate', [0.1]).toThrow('sweep: trial 0, {"learningrate":0.1}: recipe: expected');
    await refused('method.alpha', [0.5]).toThrow('sweep: trial 0');
    await sweep('one', { space: { kappaEnd: { values: [0.5] } }, strategy: { name: 'grid' } });
    await expect(
      sweep(
        'one',
        { space: { kappaEnd: { values: [0.5] } }, strategy: { name: 'grid' } },
        { validation: 31 },
      ),
    ).rejects.toThrow('journal: of another sweep: "validation": expected 31, got 30');
  });

  it('takes the flags of train', async () => {
    const argv = ['sweep', 'no.json', '--data', 'digits', '--recipe', 'quick', '--validation', '100'];
    const { invocation } = readCommand(ibpFront, argv);
    if (invocation.command !== 'other')
      throw new Error(`expected another command, got ${invocation.command}`);
    await expect(invocation.perform()).rejects.toThrow('no.json: expected a sweep, got nothing');
  });
});

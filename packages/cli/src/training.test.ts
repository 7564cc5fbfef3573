import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AugmentName } from '@ibp/recipes';
import type { Recipe } from './recipe';
import { run } from './run';
import { digits, tinyRecipe, tinySettings } from './testing';

describe('the augmentation of a run', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-augment-'));
    jest.spyOn(console, 'log').mockReturnValue();
    jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  it("is that of its recipe, else its configuration's, else none", async () => {
    const weights = async (ofConfiguration?: AugmentName, ofRecipe?: AugmentName) => {
      const configuration = { ...digits, ...(ofConfiguration ? { augment: ofConfiguration } : {}) };
      const recipe = { ...tinyRecipe, steps: 2, ...(ofRecipe ? { augment: ofRecipe } : {}) };
      const folder = join(directory, `${ofConfiguration}-${ofRecipe}`);
      const settings = tinySettings(folder, { trackExamples: 0, engine: 'eager' });
      return (await run(configuration, { command: 'train', recipe, settings })).weightsHash;
    };
    const plain = await weights();
    const flipped = await weights('flip');
    expect(await weights('crop', 'none')).toBe(plain);
    expect(await weights('none', 'flip')).toBe(flipped);
    const others = [await weights('shift'), await weights('crop'), await weights('cropAndFlip')];
    expect(new Set([plain, flipped, ...others]).size).toBe(5);
  });
});

describe('the weights that a run ends with', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-average-'));
    jest.spyOn(console, 'log').mockReturnValue();
    jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  it('are averaged, and batch norm given statistics of them, as the recipe says, also when all was done', async () => {
    const trained = async (name: string, change: Partial<Recipe>) => {
      const recipe = { ...tinyRecipe, steps: 4, batchNorm: true, ...change };
      const settings = tinySettings(join(directory, name), { trackExamples: 0, engine: 'eager' });
      return (await run(digits, { command: 'train', recipe, settings })).weightsHash;
    };
    const averaging = { from: 0.5 };
    const both = { averaging, preciseBatchNorm: 3 };
    const all = [
      await trained('plain', {}),
      await trained('averaged', { averaging }),
      await trained('precise', { preciseBatchNorm: 3 }),
      await trained('both', both),
    ];
    expect(new Set(all).size).toBe(4);
    expect(await trained('both', both)).toBe(all[3]);
    expect(await trained('late', { averaging: { from: 1 } })).toBe(all[0]);
  });
});

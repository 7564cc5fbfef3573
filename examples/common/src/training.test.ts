import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AugmentName } from '@ibp/recipes';
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

  it("is that of its recipe, else its example's, else none", async () => {
    const weights = async (ofExample?: AugmentName, ofRecipe?: AugmentName) => {
      const example = { ...digits, ...(ofExample ? { augment: ofExample } : {}) };
      const recipe = { ...tinyRecipe, steps: 2, ...(ofRecipe ? { augment: ofRecipe } : {}) };
      const folder = join(directory, `${ofExample}-${ofRecipe}`);
      const settings = tinySettings(folder, { trackExamples: 0, engine: 'eager' });
      return (await run(example, { command: 'train', recipe, settings })).weightsHash;
    };
    const plain = await weights();
    const flipped = await weights('flip');
    expect(await weights('crop', 'none')).toBe(plain);
    expect(await weights('none', 'flip')).toBe(flipped);
    expect(new Set([plain, flipped, await weights('crop'), await weights('cropAndFlip')]).size).toBe(4);
  });
});

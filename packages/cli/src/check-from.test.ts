import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBeginning } from './check-from';
import type { Configuration } from './configuration';
import { run } from './run';
import { digits, tinyRecipe, tinySettings } from './testing';

describe('what a run begins with', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ibp-check-from-'));
    jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  const unread: Configuration = {
    ...digits,
    sources: {
      embedded: {
        description: 'digits',
        load: async () => {
          throw new Error('the data were loaded');
        },
      },
    },
  };
  const train = (from: string) =>
    run(unread, {
      command: 'train',
      recipe: { ...tinyRecipe, from },
      settings: tinySettings(join(directory, 'out'), { engine: 'eager' }),
    });

  it('is found missing before the data are loaded, under the name of the flag', async () => {
    await expect(train('zoo:nope')).rejects.toThrow(
      /^--from: expected zoo: and one of digits-0.1-small, .*, got zoo:nope$/,
    );
    const none = join(directory, 'none');
    await expect(train(none)).rejects.toThrow(
      `--from: ${join(none, 'recipe.json')}: expected the recipe of a run that was trained to its end, got nothing of that name`,
    );
    await expect(train(join(none, 'model.json'))).rejects.toThrow(
      `--from: expected a model.json that is there, got ${join(none, 'model.json')}`,
    );
    await writeFile(join(directory, 'model.json'), '{}');
    for (const from of ['zoo:digits-0.1-small', join(directory, 'model.json')]) {
      await expect(train(from)).rejects.toThrow('the data were loaded');
    }
  });

  it('may be gone once there is a checkpoint to go on from', async () => {
    const recipe = { ...tinyRecipe, from: join(directory, 'none') };
    await writeFile(join(directory, 'checkpoint.safetensors'), '');
    checkBeginning(recipe, { out: directory, restart: false });
    expect(() => checkBeginning(recipe, { out: directory, restart: true })).toThrow('--from: ');
  });
});

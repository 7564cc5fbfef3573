import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftOvers, stageFile } from '@ibp/files';

/** Named for what it holds: two saves never write to one file of weights unless it is the same one. */
const weightsFile = (bytes: Uint8Array): string =>
  `weights.${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.bin`;

/** Those and, as others call it, `weights.bin`. */
const isWeightsFile = /^weights(\.[0-9a-f]{16})?\.bin$/;

/**
 * Replaces `model.json` and the weights that it names as one: the new weights get a name of their own, and are the
 * model's from the moment on at which the new `model.json` takes the old one's place.
 *
 * @param describe the text of `model.json`, for the name of the file of weights.
 */
export async function replaceModel(
  directory: string,
  weights: Uint8Array,
  describe: (file: string) => string,
): Promise<void> {
  const [model, file] = [join(directory, 'model.json'), weightsFile(weights)];
  const before = await namesIn(model);
  // first: while it is there, another save leaves the weights alone
  const description = await stageFile(model, describe(file));
  try {
    await (await stageFile(join(directory, file), weights)).commit();
    await description.commit();
  } catch (error) {
    await description.discard();
    throw error;
  }
  await removeOld(directory, model, before);
}

/** Weights that `model.json` no longer names, and what killed saves left of both. */
async function removeOld(directory: string, model: string, before: string): Promise<void> {
  if (await removeLeftOvers(model)) return;
  const found = (await readdir(directory)).filter((name) => name.startsWith('weights.'));
  const now = await namesIn(model);
  for (const name of found) {
    const ours = name !== 'weights.bin' || before.includes('"weights.bin"');
    if (isWeightsFile.test(name) && ours && !now.includes(`"${name}"`)) {
      await rm(join(directory, name), { force: true });
    }
    const saved = /^(weights\.[0-9a-f]{16}\.bin)\..*\.tmp$/.exec(name)?.[1];
    if (saved) await removeLeftOvers(join(directory, saved));
  }
}

/** The text of `model.json`: names of files stand in it in quotes. */
const namesIn = (model: string): Promise<string> => readFile(model, 'utf8').catch(() => '');

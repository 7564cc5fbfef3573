import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHandler } from '@ibp/layers/node';
import * as tfl from '@tensorflow/tfjs-layers';
import { parseFlags } from './flags';
import type { Recipe } from './recipe';
import { run } from './run';
import { readRunRecord } from './run-record';
import type { Settings } from './settings';
import { digits, tinyRecipe, tinySettings } from './testing';

let directory: string;
let spies: jest.SpyInstance[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ibp-model-file-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(() => {
  spies = [jest.spyOn(console, 'log').mockReturnValue(), jest.spyOn(console, 'error').mockReturnValue()];
});
afterEach(() => {
  for (const spy of spies) spy.mockRestore();
});

/** A stock classifier of tfjs, its last layer a softmax, with the weights that Keras drew. */
async function saveModel(name: string, classes = 10, units = 12): Promise<`${string}.json`> {
  const { layers } = tfl;
  const model = tfl.sequential({
    layers: [
      layers.averagePooling2d({ poolSize: 4, inputShape: [28, 28, 1] }),
      layers.flatten(),
      layers.dense({ name: 'hidden', units, activation: 'relu' }),
      layers.dense({ name: 'logits', units: classes, activation: 'softmax' }),
    ],
  });
  const file = join(directory, name, 'model.json');
  await model.save(fileHandler(file));
  model.dispose();
  return file as `${string}.json`;
}

const settings = (out: string): Settings =>
  tinySettings(join(directory, out), { trackExamples: 0, engine: 'eager' });
/** What is of models by name says nothing of one in a file. */
const { width, hiddenUnits, ...named } = tinyRecipe;
const byName: Recipe = { ...named, steps: 3 };
const train = (out: string, change: Partial<Recipe>) =>
  run(digits, { command: 'train', recipe: { ...byName, ...change }, settings: settings(out) });

it('trains the layers of a model.json from weights by the seed, and needs the file no more', async () => {
  const [one, other] = [await saveModel('one'), await saveModel('other')];
  const first = await train('first', { model: one });
  expect(first.network.hiddenUnits).toBe(12);
  // the seed says what the weights are, and not those in the file
  expect((await train('second', { model: other })).weightsHash).toBe(first.weightsHash);
  await rm(one);
  const again = await run(digits, { command: 'evaluate', settings: settings('first') });
  expect([again.weightsHash, again.evaluation]).toEqual([first.weightsHash, first.evaluation]);
});

it('goes on with the layers that it began with, and a model that is refused replaces nothing', async () => {
  const model = await saveModel('edited');
  const { weightsHash } = await train('edited run', { model });
  const topology = join(directory, 'edited run', 'topology.json');
  const before = await readFile(topology, 'utf8');
  const text = await readFile(model, 'utf8');
  await writeFile(model, text.replace('"activation":"relu"', '"activation":"tanh"'));
  await expect(train('edited run', { model })).rejects.toThrow(
    `expected the layers that the run began with, got others in ${model}`,
  );
  await expect(train('edited run', { model: await saveModel('another', 10, 9) })).rejects.toThrow(
    'expected the layers that the run began with',
  );
  expect(await readFile(topology, 'utf8')).toBe(before);
  await writeFile(model, text);
  expect((await train('edited run', { model })).weightsHash).toBe(weightsHash);
});

it('begins with the weights of the file if told so', async () => {
  const model = await saveModel('begun');
  const still = { model, from: model, learningRateSchedule: '0' };
  const [{ weightsHash }, other] = [
    await train('still', still),
    await train('still, too', { ...still, seed: 3 }),
  ];
  expect(other.weightsHash).toBe(weightsHash);
  const { sessions } = readRunRecord(join(directory, 'still', 'run.json'))!;
  expect(sessions).toMatchObject([{ origin: { run: model, weightsHash } }]);
  await expect(train('unlike', { from: model })).rejects.toThrow(
    '--from: expected weights for this network or a narrower one',
  );
});

it('refuses a file that is no such model, and flags that are of models by name', async () => {
  const five = await saveModel('five', 5);
  await expect(train('none', { model: join(directory, 'no.json') as never })).rejects.toThrow(
    'expected a layers model of tfjs, got nothing',
  );
  await expect(train('none', { model: five })).rejects.toThrow(
    'expected a model of input [28,28,1] and output [10], got one of input [28,28,1] and output [5]',
  );
  const flags = ['--model', five, '--recipe', 'tiny'];
  expect(parseFlags(digits, flags)).toMatchObject({ recipe: { model: five } });
  expect(() => parseFlags(digits, [...flags, '--width', '2'])).toThrow(
    `--width: expected a model by name, got 2 for ${five}`,
  );
});

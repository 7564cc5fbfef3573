import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { runReadme } from 'ibp-tools/readme';
import { commandNames } from './flags';
import { ibpFront } from './front/ibp';

const file = path.join(__dirname, '..', '..', '..', 'README.md');

/** "You have a tf.LayersModel", and examples to certify. */
const given = () => {
  const hidden = tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [2] });
  const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ units: 3, activation: 'softmax' })] });
  return { model, x: tf.tensor([0.9, 0.1, 0.3, 0.7], [2, 2]), labels: [2, 2] };
};

it('the code of the README of all packages runs', async () => {
  const printed = await runReadme(file, { load: require, given });
  expect(printed.filter((line) => /^[01] (verified|falsified|unknown)$/.test(line))).toHaveLength(2);
});

/** The thread that makes batches reads sources here, and looks for what reads them where the command is run. */
const withTsx = () => {
  symlinkSync(path.join(__dirname, '../../../node_modules'), 'node_modules');
  return {};
};

it('the code of the README of the command runs, and its commands are those there are', async () => {
  delete process.env.INIT_CWD; // its run goes where the code is run
  const own = path.join(__dirname, '..', 'README.md');
  const error = jest.spyOn(console, 'error').mockReturnValue();
  await runReadme(own, { load: require, given: withTsx });
  error.mockRestore();
  const said = readFileSync(own, 'utf8')
    .match(/^\| `[^|]+/gm)!
    .flatMap((row) => [...row.matchAll(/`(\w+)/g)]);
  const there = commandNames(ibpFront);
  expect(said.map(([, name]) => name).filter((name) => there.includes(name!))).toEqual(
    expect.arrayContaining(there),
  );
});

import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { runReadme } from 'ibp-tools/readme';

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

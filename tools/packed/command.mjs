/**
 * The command `ibp` as a stranger has it: packed, in an empty folder, by `npx`. It trains on the digits that npm brings, certifies,
 * attacks, bounds a stock model of tfjs, and writes a page.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../npm.mjs';

const expect = (holds, what, got) => {
  if (!holds) throw new Error(`ibp: expected ${what}, got ${JSON.stringify(got)?.slice(0, 2000)}`);
};

/** relu(x0 - x1), and twice that less 1: what a user of tfjs saves, as tfjs itself lays it out. */
const stockModel = `
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { writeFileSync } from 'node:fs';
await tf.setBackend('cpu');
const hidden = tfl.layers.dense({ units: 1, activation: 'relu', inputShape: [2] });
const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ units: 2 })] });
model.setWeights([tf.tensor2d([[1], [-1]]), tf.tensor1d([0]), tf.tensor2d([[2, 0]]), tf.tensor1d([-1, 0])]);
await model.save(tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
  writeFileSync('weights.bin', Buffer.from(weightData));
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  writeFileSync('model.json', JSON.stringify({ modelTopology, weightsManifest }));
  return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
}));
`;

/**
 * @param tarballs of the command and all packages of this repository that it depends on.
 * @param node which Node makes the stock model.
 */
export function checkCommand(tarballs, work, node = process.execPath) {
  const project = join(work, 'command');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', type: 'module' }));
  npm(['install', '--no-save', '--prefer-offline', ...tarballs], { cwd: project });
  const ibp = (...flags) => npm(['exec', '--offline', '--', 'ibp', ...flags], { cwd: project });
  const figures = (...flags) => JSON.parse(ibp(...flags, '--json'));

  expect(ibp('--help').includes('certify'), 'the commands in the help', undefined);
  expect(ibp('completion', 'bash').includes('ibp'), 'a script for bash', undefined);
  const some = ['--test-examples', '20'];
  const { evaluation } = figures(
    'train',
    '--data',
    'digits',
    '--steps',
    '50',
    '--track-examples',
    '0',
    ...some,
  );
  expect(evaluation.examples === 20, '20 examples', evaluation);
  const cascade = '--budget 1 --pgd-steps 5 --pgd-restarts 1 --complete branch-and-bound'.split(' ');
  const page = join(project, 'report.html');
  const { summary } = figures(
    'certify',
    'runs/mnist',
    ...some,
    ...cascade,
    '--epsilon',
    '8/255',
    '--html',
    page,
  );
  expect(summary.verified + summary.falsified + summary.unknown === 20, '20 verdicts', summary);
  const html = readFileSync(page, 'utf8');
  expect(html.includes('<svg') && !/<script|src="http/.test(html), 'a page of its own', html);
  const certificate = readdirSync(join(project, 'runs', 'mnist')).find((name) =>
    name.endsWith('.certificate.json'),
  );
  ibp('check', join('runs', 'mnist', certificate), 'runs/mnist', '--epsilon', '8/255', ...some);
  const attack = figures(
    'attack',
    'runs/mnist',
    '--test-examples',
    '5',
    '--epsilon',
    '0.3',
    '--pgd-steps',
    '10',
  );
  expect(attack.images.length === 5, '5 attacked', attack);
  expect(attack.pictures.length > 0 && attack.pictures.every(existsSync), 'pictures', attack);

  writeFileSync(join(project, 'make.mjs'), stockModel);
  execFileSync(node, ['make.mjs'], { cwd: project, stdio: 'pipe' });
  writeFileSync(join(project, 'lower.txt'), '0.5 0');
  writeFileSync(join(project, 'upper.txt'), '1 0.25');
  const box = ['--lower', 'lower.txt', '--upper', 'upper.txt'];
  const { lower, upper } = figures('bounds', 'model.json', ...box);
  // x0 - x1 is from 0.25 to 1
  const near = (value, exact) => Math.abs(value - exact) < 1e-4;
  expect(near(lower[0], -0.5) && lower[0] <= -0.5 && near(upper[0], 1) && upper[0] >= 1, 'bounds', {
    lower,
    upper,
  });
  expect(figures('doctor').backend === 'wasm', 'wasm', undefined);
}

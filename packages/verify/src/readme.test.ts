import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { classificationSpec, linfBall } from '@ibp/bounds';
import { lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { runReadme } from 'ibp-tools/readme';
import * as verify from './index';

const file = path.join(__dirname, '..', 'README.md');

/** What the sections that show one call take for granted, beside the network of the first: one example, and a box around it. */
const given = () => {
  const inputs = [Float32Array.of(0.9, 0.1), Float32Array.of(0.3, 0.7)];
  const x = tf.tensor2d(inputs[0]!, [1, 2]);
  const labels = [2, 2];
  const { branchAndBound, certificateOutcome, plainNetwork } = verify;
  return {
    ...{ branchAndBound, certificateOutcome, plainNetwork },
    ...{ readFile, writeFile, lower, linfBall, classificationSpec },
    ...{ inputs, pixels: inputs[0], x, labels, label: 2, epsilon: 0.1 },
    ...{ box: linfBall(x, 0.1), spec: classificationSpec([2], 3) },
  };
};

it("the README's code runs", async () => {
  const printed = await runReadme(file, {
    ...{ load: require, given },
    notRun: {
      'await serveSearches()': 'of two processes, which tests of workers have',
      'await serveStages(stages)': 'likewise',
    },
  });
  expect(printed.length).toBeGreaterThan(0);
});

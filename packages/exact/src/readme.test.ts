import path from 'node:path';
import { runReadme } from 'ibp-tools/readme';
import * as exact from './index';

const file = path.join(__dirname, '..', 'README.md');

/** What the sections that show one call take for granted, beside the network of the first. */
const given = () => {
  const { checkCertificate, createCertificate, parseCertificate } = exact;
  const inputs = [Float32Array.of(0.9, 0.1)];
  return {
    ...{ checkCertificate, createCertificate, parseCertificate },
    ...{ inputs, labels: [2], label: 2, epsilon: 0.1 },
  };
};

it("the README's code runs, and prints what it says", async () => {
  const printed = await runReadme(file, { load: require, given });
  expect(printed.slice(-2)).toEqual([
    'confirmed 1 of 1: class of example i for all |x - x_i| <= 0.1 within [0, 1]',
    'box-tree 1',
  ]);
});

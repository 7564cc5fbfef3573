// measure.mjs [COMMIT ...]: the house in numbers, at each commit: what an addition touches, how large packages are, and circles.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markdownTable } from 'markdown-table';
import { circlesOf } from './circles.mjs';
import { exportedNames } from './exported.mjs';
import { sourcesAt } from './sources.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const commits = process.argv.slice(2);
if (commits.length === 0) commits.push('HEAD');
const houses = commits.map((commit) => sourcesAt(root, commit));

/** What stands for an addition of its kind: one that was there before and is now, and the files that may know of it. */
const probes = {
  'a linear op (`averagePool`)': {
    pattern: /\baveragePool\b/,
    but: /^packages\/(layers|models|onnx|testing-networks)\/|\/(plain|random)-networks\.ts$/,
  },
  'an activation (`mish`)': {
    pattern: /\bmish\b/,
    but: /^packages\/(layers|models|onnx|testing-networks)\/|\/(plain|random)-networks\.ts$/,
  },
  'a relaxation of an activation (`softsign`)': { pattern: /\bsoftsign\b/, within: /\/relaxations?\// },
  'a dataset (`svhn`)': { pattern: /\bsvhn\b/, within: /^packages\/(data|cli)\/|^examples\/common\// },
  "a training method (`'exp-ibp'`)": {
    pattern: /'exp-ibp'/,
    within: /^packages\/recipes\/src\/[^/]*$|^packages\/cli\/|^examples\/common\//,
  },
  'a flag of a recipe (`preciseBatchNorm`)': {
    pattern: /\bpreciseBatchNorm\b/,
    within: /^packages\/(recipes|cli)\/|^examples\/common\//,
  },
};
const touched = ({ files }, { pattern, within = /./, but = /^$/ }) =>
  files.filter(({ path, code }) => within.test(path) && !but.test(path) && pattern.test(code)).length;

console.log(
  markdownTable(
    [
      ['files that an addition touches', ...commits],
      ...Object.entries(probes).map(([what, probe]) => [
        what,
        ...houses.map((house) => String(touched(house, probe))),
      ]),
      ['circles of imports among files', ...houses.map(({ files }) => String(circlesOf(files)))],
    ],
    { alignDelimiters: true },
  ),
);

/** A folder with a package.json of its own. */
const packagesOf = ({ manifests }) =>
  Object.keys(manifests).filter((folder) => /^(packages\/|examples\/common)/.test(folder));
const all = [...new Set(houses.flatMap(packagesOf))].sort();
const sizeOf = (house, folder) => {
  if (!house.manifests[folder]) return ['', '', ''];
  const own = house.files.filter(({ path }) => path.startsWith(`${folder}/`));
  const lines = own.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  return [own.length, lines, exportedNames(house, folder)].map(String);
};
console.log();
console.log(
  markdownTable([
    ['package', ...commits.flatMap((commit) => ['files', 'lines', 'names'].map((of) => `${of}, ${commit}`))],
    ...all.map((folder) => [
      folder.replace('packages/', ''),
      ...houses.flatMap((house) => sizeOf(house, folder)),
    ]),
  ]),
);

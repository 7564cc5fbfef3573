/**
 * Packs every package, installs each in an empty project with nothing but its own dependencies and a backend, and runs
 * a few lines of it as an ES module and as CommonJS, on this Node and on each that `--node 24` names. Needs
 * `npm run build` first.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npm } from '../npm.mjs';
import { cases } from './cases/cases.mjs';
import { withoutTfjs } from './cases/without-tfjs.mjs';
import { checkCommand } from './command.mjs';
import { nodeOf } from './node-of.mjs';
import { pack, pinned, root } from './pack.mjs';

const { values } = parseArgs({ options: { node: { type: 'string', multiple: true } } });
const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'ibp-packed-'));
const manifest = (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));

/** A package and the packages of this repository that it depends on. */
const closure = (name) => [
  name,
  ...Object.keys(manifest(name).dependencies ?? {})
    .filter((dependency) => dependency.startsWith('@ibp/'))
    .flatMap((dependency) => closure(dependency.slice('@ibp/'.length))),
];

const entry = (type, withTfjs) => {
  const [load, imports] =
    type === 'module'
      ? [
          '(name) => import(name)',
          "import * as tf from '@tensorflow/tfjs-core';\nimport '@tensorflow/tfjs-backend-wasm';",
        ]
      : [
          'async (name) => require(name)',
          "const tf = require('@tensorflow/tfjs-core');\nrequire('@tensorflow/tfjs-backend-wasm');",
        ];
  return `${withTfjs ? imports : ''}
(async () => {
  ${withTfjs ? "await tf.setBackend('wasm');" : ''}
  const { cases } = await import('./cases/cases.mjs');
  await cases[process.argv[2]](${load}${withTfjs ? ', tf' : ''});
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
`;
};

const peers = pinned(['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm']);

/** Cases that are no package's own: of which, with what else, and the switch that the READMEs name, its script being run. */
const others = {
  onnxruntime: {
    of: 'onnx',
    more: pinned(['onnxruntime-node']),
    env: { ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_ignore_scripts: 'false' },
  },
};
const names = Object.keys(cases);

/** Throws where tfjs was installed after all, or types of the package name it. */
function assertWithoutTfjs(name, project) {
  const modules = join(project, 'node_modules');
  if (existsSync(join(modules, '@tensorflow')))
    throw new Error(`@ibp/${name}: expected no tfjs, got it installed`);
  const dist = join(modules, '@ibp', name, 'dist');
  for (const file of readdirSync(dist).filter((path) => /\.d\.c?ts$/.test(path))) {
    if (readFileSync(join(dist, file), 'utf8').includes('tensorflow')) {
      throw new Error(`@ibp/${name}: expected types without tfjs, got it named in ${file}`);
    }
  }
}

try {
  const nodes = [
    { path: process.execPath, version: process.versions.node },
    ...(values.node ?? []).map((major) => nodeOf(major, work)),
  ];
  const tarballs = Object.fromEntries(
    names.filter((name) => !others[name]).map((name) => [name, pack(name, work)]),
  );
  for (const name of names) {
    const { of = name, more = [], env } = others[name] ?? {};
    const project = join(work, name);
    mkdirSync(project);
    cpSync(join(here, 'cases'), join(project, 'cases'), { recursive: true });
    const fixtures = join(root, 'packages', of === 'check' ? 'exact' : of, 'fixtures');
    if (existsSync(fixtures)) cpSync(fixtures, join(project, 'fixtures'), { recursive: true });
    const describe = (type) =>
      writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', type }));
    describe('module');
    const internal = [...new Set(closure(of))].map((dependency) => tarballs[dependency]);
    const withTfjs = !(of in withoutTfjs);
    const beside = withTfjs ? peers : [];
    npm(['install', '--no-save', '--prefer-offline', ...internal, ...beside, ...more], { cwd: project, env });
    if (!withTfjs) assertWithoutTfjs(of, project);
    for (const type of ['module', 'commonjs']) {
      describe(type);
      writeFileSync(join(project, 'main.js'), entry(type, withTfjs));
      for (const { path, version } of nodes) {
        execFileSync(path, ['main.js', name], { cwd: project, stdio: 'pipe' });
        console.log(`@ibp/${of}${of === name ? '' : ` with ${name}`} works as ${type} on Node ${version}`);
      }
    }
  }
  checkCommand(
    [...new Set(closure('cli'))].map((name) => tarballs[name]),
    work,
  );
  console.log('ibp works in an empty folder');
} finally {
  rmSync(work, { recursive: true, force: true });
}

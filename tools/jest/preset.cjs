// One jest configuration for every package: sources across packages through the @ibp/source export
// condition (no build needed), tests on the backend named by IBP_BACKEND.
const { readFileSync } = require('node:fs');
const path = require('node:path');

/** What ships only as ES modules: the gradients of tfjs-core; Vega, and what it is made of; Preact; fast-png. */
const onlyModules = [
  '@tensorflow/tfjs-core/dist/',
  'vega',
  'd3-',
  'internmap/',
  'delaunator/',
  'robust-predicates/',
  'topojson-client/',
  'json-stringify-pretty-compact/',
  'markdown-table/',
  'preact/',
  'fast-png/',
  'iobuffer/',
];

const swc = (parser) => [
  path.join(__dirname, 'transform.cjs'),
  {
    jsc: { parser: { syntax: 'typescript', ...parser }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** Whether the package that is tested has tensors: what needs no tfjs is tested without it. */
const hasTensors = readFileSync(path.join(process.cwd(), 'package.json'), 'utf8').includes(
  '"@tensorflow/tfjs-core"',
);

const isSlow = process.env.IBP_SLOW === '1';
/** What needs WebGPU is tested on it alone. */
const isWebgpu = process.env.IBP_BACKEND === 'webgpu';

module.exports = {
  rootDir: process.cwd(),
  id: 'ibp', // of the cache, one for all packages
  // what takes many seconds has a command of its own, `npm run test:slow`
  testMatch: [`<rootDir>/**/*${isSlow ? '.slow' : ''}.test.ts`],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    ...(isSlow ? [] : ['\\.slow\\.test\\.ts$']),
    ...(isWebgpu ? [] : ['\\.webgpu\\.test\\.ts$']),
  ],
  // a process for each file: what one leaves on the device is gone with it
  ...(isWebgpu ? { workerIdleMemoryLimit: '1MB' } : {}),
  // machines are shared and noisy: a test is slow long before it hangs
  testTimeout: 120_000,
  // looked up once for a module: each look through the sandbox costs more than most of what is computed with them. Not
  // what a dependency declares for itself, as `process` and `Error`: it would be declared twice
  sandboxInjectedGlobals: [
    ...['Math', 'Number', 'Object', 'Array', 'Map', 'Set', 'WeakMap', 'Symbol', 'Promise'],
    ...['Float32Array', 'Float64Array', 'Int32Array', 'Uint8Array', 'Uint32Array'],
  ],
  testEnvironment: path.join(__dirname, 'environment.cjs'),
  testEnvironmentOptions: {
    customExportConditions: ['@ibp/source', 'node', 'node-addons', 'require', 'default'],
  },
  transform: {
    '^.+\\.[cm]?[jt]s$': swc(),
    '^.+\\.tsx$': swc({ tsx: true }),
  },
  // the build for Node waits for an optional package at its top level, which CommonJS cannot
  moduleNameMapper: {
    '^vega-canvas$': path.join(__dirname, '../../node_modules/vega-canvas/build/vega-canvas.browser.js'),
  },
  transformIgnorePatterns: [`/node_modules/(?!${onlyModules.join('|')})`, 'tf-core.node.js$'],
  setupFilesAfterEnv: hasTensors ? [path.join(__dirname, 'setup.ts')] : [],
};

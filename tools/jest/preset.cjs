// One jest configuration for every package: sources across packages through the @ibp/source export
// condition (no build needed), tests on the backend named by IBP_BACKEND.
const path = require('node:path');

module.exports = {
  rootDir: process.cwd(),
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // machines are shared and noisy: a test is slow long before it hangs
  testTimeout: 120_000,
  testEnvironment: path.join(__dirname, 'environment.cjs'),
  testEnvironmentOptions: {
    customExportConditions: ['@ibp/source', 'node', 'node-addons', 'require', 'default'],
  },
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // tfjs-core ships its gradients only as ES modules
  transformIgnorePatterns: ['/node_modules/(?!@tensorflow/tfjs-core/dist/)', 'tf-core.node.js$'],
  setupFilesAfterEnv: [path.join(__dirname, 'setup.ts')],
};

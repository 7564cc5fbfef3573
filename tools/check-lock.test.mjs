import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lockDifferences } from './check-lock.mjs';

const turbo = 'node_modules/turbo';
const linux = 'node_modules/@turbo/linux-64';
const mac = 'node_modules/@turbo/darwin-64';

const workspace = { version: '1.0.0', dependencies: { turbo: '^2.0.0' } };
const optionalDependencies = { '@turbo/linux-64': '2.0.0', '@turbo/darwin-64': '2.0.0' };
const lock = {
  '': { devDependencies: { turbo: '^2.0.0' } },
  'packages/a': workspace,
  [turbo]: { version: '2.0.0', optionalDependencies },
  [linux]: { version: '2.0.0', os: ['linux'], optional: true },
};

/** What is there on Linux: workspaces, and of the binaries its own. */
const onLinux = (path) => path !== mac;
const differences = (committed, current) => lockDifferences(committed, current, onLinux);

const without = (path) => Object.fromEntries(Object.entries(lock).filter(([other]) => other !== path));
const withEntry = (path, entry) => ({ ...lock, [path]: { ...lock[path], ...entry } });

it('finds a lock equal to itself', () => {
  assert.deepEqual(differences(lock, lock), []);
});

it('takes the binaries of other platforms for nothing: a registry may serve them or not', () => {
  const served = withEntry(mac, { version: '2.0.0', os: ['darwin'], optional: true });
  assert.deepEqual(differences(lock, served), []);
  assert.deepEqual(differences(served, lock), []);
});

it('takes what releases of npm write otherwise for nothing', () => {
  assert.deepEqual(differences(lock, withEntry(linux, { libc: ['glibc'], dev: true })), []);
});

it('finds an installed package in another version', () => {
  assert.deepEqual(differences(lock, withEntry(linux, { version: '2.0.1' })), [
    `${linux}: committed {"version":"2.0.0"}, now {"version":"2.0.1"}`,
  ]);
});

it('finds an installed package that the lock lacks, or that nothing asks for any more', () => {
  assert.deepEqual(differences(without(linux), lock), [
    `${linux}: committed undefined, now {"version":"2.0.0"}`,
  ]);
  assert.deepEqual(differences(lock, without(linux)), [
    `${linux}: committed {"version":"2.0.0"}, now undefined`,
  ]);
});

it('finds a dependency that is declared and not locked, of a workspace and of the root', () => {
  const dependencies = { ...workspace.dependencies, zod: '^4.0.0' };
  assert.deepEqual(differences(lock, withEntry('packages/a', { dependencies })), [
    'packages/a: committed {"version":"1.0.0","dependencies":{"turbo":"^2.0.0"}}, ' +
      'now {"version":"1.0.0","dependencies":{"turbo":"^2.0.0","zod":"^4.0.0"}}',
  ]);
  assert.deepEqual(
    differences(lock, withEntry('', { devDependencies: { turbo: '^2.0.0', zod: '^4.0.0' } })),
    [
      '.: committed {"devDependencies":{"turbo":"^2.0.0"}}, now {"devDependencies":{"turbo":"^2.0.0","zod":"^4.0.0"}}',
    ],
  );
});

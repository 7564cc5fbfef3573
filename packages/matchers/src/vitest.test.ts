import { spawnSync } from 'node:child_process';
import path from 'node:path';

it('is a matcher of vitest, which says what was expected', () => {
  const folder = path.join(__dirname, '../vitest');
  const command = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const args = [command, 'run', '--config', path.join(folder, 'vitest.config.ts'), '--reporter', 'json'];
  // of jest's own workers nothing is for vitest
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(stdout + stderr);
  const { testResults } = JSON.parse(stdout) as {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
  };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ title, status }) => [title, status])).toEqual([
    ['holds', 'passed'],
    ['does not hold', 'failed'],
  ]);
  expect(results[1]!.failureMessages[0]).toContain(
    'expected at least 90 % of 2 examples certified, got 1 verified; example 1 falsified',
  );
}, 60_000);

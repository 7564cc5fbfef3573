import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle } from 'ibp-tools/bundle';

const command = bundle({ file: path.join(__dirname, '../../packages/cli/src/bin.ts') });
const folder = mkdtempSync(path.join(tmpdir(), 'ibp-slurm-'));
afterAll(() => {
  command.remove();
  rmSync(folder, { recursive: true });
});

const flags = ['zoo:digits-0.1-small', '--data', 'digits', '--test-examples', '5', '--epsilon', '0.1'].concat(
  [
    ...['--complete', 'branch-and-bound', '--pgd-steps', '5', '--pgd-restarts', '1', '--engine', 'eager'],
    ...['--out', path.join(folder, 'run')],
  ],
);

/** A script as Slurm runs it: with its variables, and by bash. */
const run = (script: string, variables: { readonly [name: string]: string }) =>
  spawnSync('bash', [path.join(__dirname, 'slurm', script), ...flags], {
    encoding: 'utf8',
    env: { ...process.env, IBP: `${process.execPath} ${command.file}`, ...variables },
  });
const task = (id: number) => ({
  ...{ SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: String(id), SLURM_ARRAY_TASK_COUNT: '2' },
  ...{ SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '2', SLURM_ARRAY_TASK_STEP: '1' },
  SLURM_CPUS_PER_TASK: '1',
});

it('the tasks of an array certify its parts, and one more job puts them together', () => {
  expect(run('certify.sh', task(1))).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('shard 1/2: '),
  });
  expect(run('collect.sh', { IBP_SHARDS: '2' })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('shard 2/2: expected its journal'),
  });
  // run again alone
  const alone = { ...task(2), SLURM_ARRAY_TASK_COUNT: '1', SLURM_ARRAY_TASK_MIN: '2', IBP_SHARDS: '2' };
  expect(run('certify.sh', alone)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('shard 2/2: '),
  });
  const collected = run('collect.sh', { IBP_SHARDS: '2' });
  expect(collected).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/confirmed \d of 5: class of example i/),
  });
  expect(JSON.parse(readFileSync(path.join(folder, 'run/certify-0.1.json'), 'utf8')).examples).toBe(5);
});

it('refuse arrays that are not from 1 on, and a collection of nobody knows how many', () => {
  expect(run('certify.sh', { ...task(1), SLURM_ARRAY_TASK_MIN: '0' })).toMatchObject({
    status: 2,
    stderr: 'certify.sh: expected an array 1-n, got one from 0 in steps of 1\n',
  });
  expect(run('collect.sh', {})).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('expected the number of parts'),
  });
});

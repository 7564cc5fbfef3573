import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { redisServer, type TestServer } from 'ibp-tools/redis';
import { tinyRecipe } from '../testing';

let command: Bundle;
let redis: TestServer;
let folder: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  command = bundle({ file: join(__dirname, '../bin.ts') });
  redis = await redisServer({ persist: true });
  folder = await mkdtemp(join(tmpdir(), 'ibp-sweep-queue-'));
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(tinyRecipe));
  const space = { learningRate: { from: 1e-4, to: 1e-2, scale: 'log' }, kappaEnd: { from: 0, to: 1 } };
  const strategy = { name: 'successive-halving', trials: 27 };
  await writeFile(join(folder, 'sweep.json'), JSON.stringify({ space, strategy }));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await redis.remove();
  await rm(folder, { recursive: true, force: true });
  command.remove();
});

/** What a command has said up to now, beside it. */
const said = new Map<ChildProcess, string>();
function begin(...argv: string[]): ChildProcess {
  const env = { ...process.env, IBP_REDIS_URL: redis.url, IBP_STORE: join(folder, 'store') };
  // here, where the thread that makes batches finds what reads sources
  const child = spawn(process.execPath, [command.file, ...argv], { cwd: __dirname, env });
  children.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => said.set(child, `${said.get(child) ?? ''}${text}`));
  }
  return child;
}
const sweep = (out: string, ...more: string[]) => {
  const data = ['--data', 'digits', '--validation', '200', '--test-examples', '50', '--track-examples', '0'];
  const how = ['--engine', 'eager', '--backend', 'wasm', '--checkpoint-every', '3', ...more];
  const given = ['--recipe', join(folder, 'recipe.json'), '--out', join(folder, out)];
  return begin('sweep', join(folder, 'sweep.json'), ...given, ...data, ...how);
};
const worker = (name: string) => {
  const where = ['--backend', 'wasm', '--work', join(folder, 'work')];
  return begin('campaign', 'worker', '--name', name, '--lock', '2', '--grace', '0.5', ...where);
};
const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8').catch(() => '');
const lines = async (out: string) => (await read(out, 'sweep.jsonl')).split('\n').length - 1;
const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
};

it('27 trials by workers that are killed, and a sweep that is, end with the winner of one process', async () => {
  const alone = sweep('alone');
  expect(await once(alone, 'exit')).toEqual([0, null]);

  let waiting = sweep('queue', '--queue');
  const workers = [worker('a'), worker('b')];
  for (const [i, after] of [4, 12, 31, 38].entries()) {
    await until(async () => {
      if (waiting.exitCode !== null) throw new Error(said.get(waiting));
      return (await lines('queue')) >= after;
    });
    // in the middle of a run, as it has brought a checkpoint
    const checkpoints = () => readdir(join(folder, 'store', 'checkpoints')).catch(() => []);
    await until(async () => (await checkpoints()).length > 0 || (await lines('queue')) > 40);
    const which = i % 2;
    workers[which]!.kill('SIGKILL');
    workers[which] = worker(`${'cdef'[i]}`);
    if (i === 1) {
      const ended = once(waiting, 'exit');
      waiting.kill('SIGKILL');
      await ended;
      waiting = sweep('queue', '--queue');
    }
  }
  expect([await once(waiting, 'exit'), said.get(waiting)]).toEqual([[0, null], expect.anything()]);
  const results = async (out: string) => {
    const { winner, front, results } = JSON.parse(await read(out, 'sweep.json'));
    return { winner, front, results };
  };
  expect(await results('queue')).toEqual(await results('alone'));
  const report = async (out: string) => JSON.parse(await read(out, 'trial-0', 'rung-0', 'report.json'));
  const [ours, theirs] = [await report('alone'), await report('queue')];
  expect(theirs.weightsHash).toBe(ours.weightsHash);
  expect(theirs.evaluation).toEqual(ours.evaluation);
  const status = begin('campaign', 'status');
  await once(status, 'close');
  expect(said.get(status)).toMatch(/sweep \w{12}\n40 of 40 runs done, 100.0 %: \d+ trained/);
}, 600_000);

it('a worker that says what its weights do not come to is named, and the run is done again', async () => {
  const files = await readdir(join(folder, 'store', 'results'), { recursive: true });
  const result = files.find((file) => /[0-9a-f]{64}$/.test(file))!;
  const honest = JSON.parse(await read('store', 'results', result));
  const found = { cleanError: 0, certifiedError: 0 };
  await writeFile(
    join(folder, 'store', 'results', result),
    JSON.stringify({ ...honest, worker: 'liar', found }),
  );
  const again = sweep('again', '--queue');
  const running = worker('g');
  expect(await once(again, 'exit')).toEqual([0, null]);
  expect(said.get(again)).toMatch(/worker liar: trial \d+: errors of 0.00 % and 0.00 %, which are errors of/);
  expect(JSON.parse(await read('again', 'sweep.json')).winner).toEqual(
    JSON.parse(await read('alone', 'sweep.json')).winner,
  );
  running.kill('SIGTERM');
  expect(await once(running, 'exit')).toEqual([0, null]);
}, 600_000);

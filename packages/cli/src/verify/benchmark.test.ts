import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { type InstanceResult, runBenchmark } from './benchmark';
import { benchmarkCommand, benchmarksOf } from './benchmark-command';
import { readInstances } from './instances';
import { writeFiles } from './testing';
import { startWorker } from './worker';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-benchmark-'));
});
afterEach(() => rm(folder, { recursive: true }));

let script: Bundle;
beforeAll(() => {
  script = bundle({ file: join(__dirname, 'testing-benchmark.ts') });
});
afterAll(() => script.remove());

const progress = { update: () => undefined, stop: () => undefined };

/** The lines of the journal after its first. */
const noted = (journal: string): string[] =>
  existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(1, -1) : [];

it('a benchmark that was killed goes on where it was: nothing is lost, and nothing done twice', async () => {
  await writeFiles(folder);
  const file = join(folder, 'instances.csv');
  const lines = ['holds,300,unsat', 'broken,300,sat', 'holds,300,sat', 'none,300,'];
  await writeFile(file, lines.map((line) => `net.onnx,${line.replace(',', '.vnnlib,')}`).join('\n'));
  const out = join(folder, 'results');
  const journal = join(out, 'journal.jsonl');
  const killed = spawn(process.execPath, [script.file, file, out], { stdio: 'ignore' });
  try {
    while (noted(journal).length < 1) {
      expect(killed.exitCode).toBeNull();
      await sleep(20);
    }
  } finally {
    killed.kill('SIGKILL');
  }
  const before = noted(journal);
  expect(before.length).toBeLessThan(lines.length);
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const error = jest.spyOn(console, 'error').mockReturnValue();
  const json = join(folder, 'figures.json');
  const counts = await benchmarkCommand([file], { out, json }, { execArgv: [], path: script.file });
  expect(process.exitCode).toBe(1); // one of the known answers is not so
  process.exitCode = undefined;
  expect(log.mock.calls.join('\n')).toContain('WRONG: net.onnx holds.vnnlib: expected sat, got unsat');
  log.mockRestore();
  error.mockRestore();
  expect(Object.values(counts)).toMatchObject([{ instances: 4, sat: 1, unsat: 2, error: 1, wrong: 1 }]);
  const figures = JSON.parse(await readFile(json, 'utf8'));
  const [results] = Object.values(figures.results) as InstanceResult[][];
  const after = noted(journal);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after).toHaveLength(lines.length);
  expect(results!.map(({ answer }) => answer)).toEqual(['unsat', 'sat', 'unsat', 'error']);
  expect(results!.map(({ wrong }) => wrong)).toEqual([false, false, true, false]);
  expect(await readFile(join(out, '0001-net-broken.txt'), 'utf8')).toMatch(/^sat\n\(\(X_0 /);
  expect(await readFile(join(out, '0003-net-none.txt'), 'utf8')).toBe('error\n');
});

it('what files held that have changed is verified anew', async () => {
  const { vnnlib } = await writeFiles(folder);
  const file = join(folder, 'instances.csv');
  await writeFile(file, ['net.onnx,property.vnnlib,300', 'net.onnx,broken.vnnlib,300'].join('\n'));
  const said: string[] = [];
  const entry = { path: script.file, execArgv: [] };
  const answers = async () => {
    const options = { file, folder: join(folder, 'results'), workers: 1, restart: false, progress };
    const log = (line: string) => void said.push(line);
    const results = await runBenchmark(readInstances(file), { ...options, log, worker: { args: [], entry } });
    return results.map(({ answer }) => answer);
  };
  await cp(vnnlib('holds'), vnnlib('property'));
  expect(await answers()).toEqual(['unsat', 'sat']);
  await cp(vnnlib('broken'), vnnlib('property'));
  said.length = 0;
  expect(await answers()).toEqual(['sat', 'sat']);
  expect(said.slice(0, 2)).toEqual([
    `1 of 2 instances are in ${join(folder, 'results')}`,
    '1 are there of files that have changed since: they are verified anew',
  ]);
  said.length = 0;
  expect(await answers()).toEqual(['sat', 'sat']);
  expect(said).toEqual([`2 of 2 instances are in ${join(folder, 'results')}`]);
});

it('other instances do not go on from a journal', async () => {
  const file = join(folder, 'instances.csv');
  const options = {
    ...{ file, folder, workers: 0, restart: false, progress, log: () => undefined, worker: { args: [] } },
  };
  await writeFile(file, 'a,b,1\n');
  await runBenchmark(readInstances(file), options);
  await writeFile(file, 'a,c,1\n');
  await expect(runBenchmark(readInstances(file), options)).rejects.toThrow('journal: expected instances');
});

it('benchmarks have the names of their folders, and folders of their own where they are several', () => {
  const [a, b] = [join('x', 'a', 'instances.csv'), join('y', 'a', 'instances.csv')];
  expect(benchmarksOf([a], 'out')).toEqual([{ name: 'a', file: a, folder: 'out' }]);
  expect(benchmarksOf([a, b], 'out')).toEqual([
    { name: 'a', file: a, folder: join('out', 'a') },
    { name: 'a-1', file: b, folder: join('out', 'a-1') },
  ]);
});

describe('a worker', () => {
  const task = (onnx: string, timeout = 300) => ({ onnx, vnnlib: '', timeout });

  /** A process that answers, ends or hangs as it is told. */
  async function worker() {
    const path = join(folder, 'worker.cjs');
    await writeFile(
      path,
      `process.on('message', ({ onnx }) => {
         if (onnx === 'end') process.exit(7);
         if (onnx !== 'hang') process.send({ text: onnx + ' by ' + process.pid });
       });
       process.on('disconnect', () => process.exit());
       process.send('ready');`,
    );
    return startWorker({ args: [], entry: { path, execArgv: [] }, grace: 0.3 });
  }

  it('that ends, or takes longer than it may, is one error, and another takes its place', async () => {
    const { verify, close } = await worker();
    const [first, second] = [await verify(task('a')), await verify(task('b'))];
    const by = (text: string) => text.split(' by ')[1];
    expect(by(first.text)).toBe(by(second.text));
    const ended = await verify(task('end'));
    expect(ended).toMatchObject({ text: 'error\n', verification: { reason: 'the process ended with 7' } });
    expect(await verify(task('hang', 0.1))).toMatchObject({
      text: 'timeout\n',
      verification: { answer: 'timeout' },
    });
    const last = await verify(task('c'));
    expect(last.text).toMatch(/^c by /);
    expect(by(last.text)).not.toBe(by(first.text));
    close();
  });

  it('that does not begin is an error', async () => {
    const path = join(folder, 'none.cjs');
    await writeFile(path, 'process.exit(3)');
    const { verify } = startWorker({ args: [], entry: { path, execArgv: [] } });
    await expect(verify(task('a'))).rejects.toThrow(
      'expected a worker to begin, got a process that ended with 3',
    );
  });
});

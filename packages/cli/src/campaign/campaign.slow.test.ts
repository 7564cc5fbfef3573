import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { redisServer, type TestServer } from 'ibp-tools/redis';
import { writeFiles } from '../verify/testing';

const network = 'zoo:digits-0.1-small';
const count = 30;

// each command is a process that loads all of it
jest.setTimeout(600_000);

let command: Bundle;
let redis: TestServer;
let folder: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  command = bundle({ file: join(__dirname, '../bin.ts') });
  redis = await redisServer({ password: 'very-secret' });
  folder = await mkdtemp(join(tmpdir(), 'ibp-cli-campaign-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await redis.remove();
  await rm(folder, { recursive: true, force: true });
  command.remove();
});

function begin(...argv: string[]) {
  const { IBP_REDIS_URL: _, ...others } = process.env;
  const env = { ...others, IBP_REDIS_PASSWORD: 'very-secret', IBP_STORE: join(folder, 'store') };
  const child = spawn(process.execPath, [command.file, ...argv], { cwd: folder, env });
  children.add(child);
  const said = { out: '', error: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.error += text));
  return { child, said, ended: once(child, 'close') as Promise<[number | null]> };
}
async function ibp(...argv: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const { said, ended } = begin(...argv);
  const [code] = await ended;
  return { code, ...said };
}
const campaign = (name: string, ...more: string[]) => ibp('campaign', name, '--redis', redis.url, ...more);

const method = [
  '--pgd-steps',
  '20',
  '--pgd-restarts',
  '2',
  '--complete',
  'branch-and-bound',
  '--epsilon',
  '0.1',
];
const images = ['--data', 'digits', '--test-examples', String(count)];

it('a campaign finds what certify does, with a certificate that check confirms', async () => {
  const submitted = await campaign('submit', network, ...images, ...method, '--chunk', '10', '--json');
  expect(submitted.error).not.toContain('very-secret');
  const { campaign: id, queued } = JSON.parse(submitted.out);
  expect(queued).toBe(count);
  const empty = await campaign('collect', '--json');
  expect(empty.code).toBe(1);
  expect(JSON.parse(empty.out)).toMatchObject({ campaign: id, reports: [], suspects: [] });

  const workers = ['a', 'b'].map((name) =>
    begin('campaign', 'worker', '--redis', redis.url, '--name', name, '--backend', 'wasm'),
  );
  const status = async () => JSON.parse((await campaign('status', id.slice(0, 8), '--json')).out);
  while ((await status()).campaigns[id].done < count)
    await new Promise((resolve) => setTimeout(resolve, 1000));
  const text = await campaign('status');
  expect(text.out).toContain(`${count} of ${count} done, 100.0 %`);
  expect(text.out).toMatch(/workers: (a, b|b, a)/);
  for (const { child } of workers) child.kill('SIGTERM');
  expect(await Promise.all(workers.map(async ({ ended }) => (await ended)[0]))).toEqual([0, 0]);

  const collected = await campaign('collect', '--out', join(folder, 'out'), '--json');
  expect(collected.error).not.toContain('very-secret');
  expect(collected.code).toBe(0);
  const { reports, missing, suspects, begun } = JSON.parse(collected.out);
  expect([missing, suspects, begun]).toEqual([[], [], count]);
  const report = JSON.parse(await readFile(reports[0], 'utf8'));

  const plain = ['--engine', 'eager', '--backend', 'wasm', '--workers', '1', '--out', join(folder, 'plain')];
  const whole = await ibp('certify', network, ...images, ...method, ...plain, '--json');
  const { summary } = JSON.parse(whole.out);
  const counts = ({ verified, falsified, unknown, stages }: typeof summary) => ({
    ...{ verified, falsified, unknown },
    stages: Object.fromEntries(
      Object.entries<{ verified: number; falsified: number }>(stages).map(([name, stage]) => [
        name,
        [stage.verified, stage.falsified],
      ]),
    ),
  });
  const stagesWith = (all: object) =>
    Object.fromEntries(Object.entries(all).filter(([, [a, b]]) => a + b > 0));
  const [got, expected] = [counts(report.summary), counts(summary)];
  expect({ ...got, stages: stagesWith(got.stages) }).toEqual({
    ...expected,
    stages: stagesWith(expected.stages),
  });

  const checked = await ibp('check', reports[1], network, ...images, '--epsilon', '0.1');
  expect(checked.out).toContain(`confirmed ${summary.verified} of ${count}`);
  expect(checked.out).toContain('nothing was rejected');
});

it('a campaign over files of properties comes to the table of ibp verify --instances', async () => {
  await writeFiles(folder);
  const file = join(folder, 'instances.csv');
  await writeFile(file, 'net.onnx,holds.vnnlib,300,unsat\nnet.onnx,broken.vnnlib,300,sat\n');
  const given = ['--instances', file, '--nodes', '1000', '--name', 'files', '--chunk', '1', '--json'];
  const submitted = await campaign('submit', ...given);
  expect(JSON.parse(submitted.out)).toMatchObject({ queued: 2, known: 0 });
  const { campaign: id } = JSON.parse(submitted.out);
  const { child, ended } = begin(
    'campaign',
    'worker',
    '--redis',
    redis.url,
    '--name',
    'c',
    '--backend',
    'wasm',
  );
  const status = async () => JSON.parse((await campaign('status', id, '--json')).out).campaigns[id];
  while ((await status()).done < 2) await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await status()).toMatchObject({ verified: 1, falsified: 1, unknown: {} });
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  const collected = await campaign('collect', '--campaign', id, '--out', join(folder, 'files'));
  expect(collected).toMatchObject({
    code: 0,
    out: expect.stringContaining('all 2 cases are there, each once'),
  });
  const alone = await ibp(
    'verify',
    '--instances',
    file,
    '--nodes',
    '1000',
    '--confirm',
    '60',
    '--out',
    join(folder, 'own'),
  );
  // but for the name and the seconds
  const row = (text: string) =>
    /│ [\w.-]+ +│ (2 .*?)│ [\d.]+ s +│ [\d.]+ s +│ (.*)│/
      .exec(text)
      ?.slice(1)
      .map((part) => part.replace(/ +/g, ' '));
  expect(row(collected.out)).toEqual(row(alone.out));
  expect(row(alone.out)![0]).toBe('2 │ 1 │ 1 │ 0 │ 0 │ 0 │ 0 ');
});

it('says what is wrong, and never the password', async () => {
  const wrong = await ibp('campaign', 'status', '--redis', `redis://:my-wrong-one@127.0.0.1:${redis.port}`);
  // the environment's comes first: nothing that others see in a list of processes
  expect(wrong.code).toBe(0);
  const unknown = await campaign('cancel', 'ffff');
  expect(unknown).toMatchObject({
    code: 2,
    error: expect.stringContaining('expected one campaign that begins with ffff, got none'),
  });
  const nobody = await ibp('campaign', 'status', '--redis', 'redis://:a-secret@127.0.0.1:1');
  expect(nobody).toMatchObject({
    code: 2,
    error: expect.stringContaining('redis: expected a server at redis://127.0.0.1:1, got ECONNREFUSED'),
  });
  expect(nobody.error).not.toContain('a-secret');
  const none = await ibp('campaign', 'collect');
  expect(none).toMatchObject({
    code: 2,
    error: expect.stringContaining('expected --shards, or --redis and --store, got none'),
  });
});

it('serves a dashboard', async () => {
  const { child, said, ended } = begin(
    'campaign',
    'dashboard',
    '--redis',
    redis.url,
    '--port',
    String(20_000 + (process.pid % 20_000)),
  );
  while (!said.out.includes('http://')) await new Promise((resolve) => setTimeout(resolve, 20));
  const url = /http:\S+/.exec(said.out)![0];
  const queues = await (await fetch(`${url}api/queues`)).json();
  expect(queues).toMatchObject({ queues: [{ name: 'ibp-campaigns', readOnlyMode: true }] });
  // who looks changes nothing
  const pause = await fetch(`${url}api/queues/ibp-campaigns/pause`, { method: 'PUT' });
  expect(pause.status).toBe(405);
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
});

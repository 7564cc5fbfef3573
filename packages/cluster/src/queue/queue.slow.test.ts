import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Queue } from 'bullmq';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { redisServer, type TestServer } from 'ibp-tools/redis';
import type { LoadedCampaign } from '../campaign/load';
import { collect } from '../collect/collect';
import { folderStore } from '../store/folder';
import type { Store } from '../store/store';
import { tinyCampaign } from '../testing/campaign';
import { solveTiny } from '../testing/solve';
import { type JobData, openQueue } from './jobs';
import { progressOf } from './ledger';
import { connectServer, type Server } from './server';
import { cancelCampaign, jobsLeft, submitCampaign } from './submit';

jest.setTimeout(600_000);

let program: Bundle;
let redis: TestServer;
let server: Server;
let queue: Queue<JobData>;
let folder: string;
let store: Store;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  program = bundle({ file: join(__dirname, '../testing/worker-main.ts') });
  redis = await redisServer({ persist: true });
  server = await connectServer({ url: redis.url });
  queue = openQueue(server);
});
afterAll(async () => {
  await queue.close();
  await server.close();
  await redis.remove();
  program.remove();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-queue-'));
  store = folderStore(folder);
  await server.client.flushall();
});
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  workers.clear();
  await rm(folder, { recursive: true, force: true });
});

function worker(name: string): ChildProcess {
  const args = [program.file, 'worker', name, folder, redis.url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  workers.add(child);
  child.stderr!.on('data', () => undefined);
  return child;
}
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const finished = ({ id, campaign }: LoadedCampaign) =>
  until(async () => (await progressOf(server, id))!.done === campaign.count);

it('chunks go to workers, hard cases by themselves, and each case is there once', async () => {
  const loaded = await tinyCampaign(store, { count: 60 });
  expect(await submitCampaign(server, queue, store, loaded, { chunk: 10 })).toEqual({ queued: 60, known: 0 });
  // what waits already is not queued again
  await submitCampaign(server, queue, store, loaded, { chunk: 10 });
  expect(await jobsLeft(queue, loaded.id)).toBe(6);
  const running = [worker('a'), worker('b')];
  await finished(loaded);
  const progress = (await progressOf(server, loaded.id))!;
  expect(progress).toMatchObject({
    name: 'tiny',
    cases: 60,
    begun: 60,
    known: 0,
    unknown: {},
    cancelled: false,
  });
  expect(progress.verified + progress.falsified).toBe(60);
  const { results, missing, suspects } = await collect(store, loaded, { solve: solveTiny });
  await solveTiny.close();
  expect([results.size, missing, suspects]).toEqual([60, [], []]);
  expect([...results.values()].some(({ certified }) => 'branch-and-bound' in certified.seconds)).toBe(true);
  // another campaign of the same cases costs nothing
  const larger = await tinyCampaign(store, { count: 60, name: 'again' });
  expect(await submitCampaign(server, queue, store, larger)).toEqual({ queued: 0, known: 60 });
  // SIGTERM: an idle worker ends at once, with 0
  const ended = running.map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGTERM');
  expect(await Promise.all(ended)).toEqual([
    [0, null],
    [0, null],
  ]);
});

it('goes on when the server was gone, and when it was told to stop in the middle', async () => {
  const loaded = await tinyCampaign(store, { count: 120 });
  await submitCampaign(server, queue, store, loaded, { chunk: 5 });
  const first = worker('first');
  await until(async () => (await progressOf(server, loaded.id))!.done > 10);
  await redis.stop();
  await redis.start();
  const second = worker('second');
  await until(async () => (await progressOf(server, loaded.id))!.done > 40);
  const stopped = once(first, 'exit');
  first.kill('SIGTERM');
  expect(await stopped).toEqual([0, null]);
  await finished(loaded);
  const { results, missing } = await collect(store, loaded, { solve: solveTiny });
  await solveTiny.close();
  expect([results.size, missing]).toEqual([120, []]);
  second.kill('SIGKILL');
});

it('a campaign that is cancelled leaves the queue', async () => {
  const loaded = await tinyCampaign(store, { count: 30 });
  await submitCampaign(server, queue, store, loaded, { chunk: 10 });
  expect(await cancelCampaign(server, queue, loaded.id)).toBe(3);
  expect(await jobsLeft(queue, loaded.id)).toBe(0);
  expect((await progressOf(server, loaded.id))!.cancelled).toBe(true);
});

describe('a server', () => {
  it('takes its password, which no message has', async () => {
    const locked = await redisServer({ password: 'very-secret' });
    const port = locked.port;
    const failure = async (url: string, more = {}) =>
      connectServer({ url, ...more }).then(
        () => 'connected',
        ({ message }: Error) => message,
      );
    const where = `redis://127.0.0.1:${port}`;
    expect(await failure(`redis://:wrong-secret@127.0.0.1:${port}`)).toBe(
      `redis: expected the password that ${where} takes, got another one`,
    );
    expect(await failure(where)).toBe(`redis: expected the password that ${where} takes, got none`);
    const reached = await connectServer({ url: where, password: 'very-secret' });
    expect(reached.where).toBe(where);
    await reached.close();
    await locked.remove();
    expect(await failure(where)).toBe(`redis: expected a server at ${where}, got ECONNREFUSED`);
  });

  it('is reached over TLS, by who is given its authority alone', async () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
    execFileSync('openssl', [...made, ...about], { stdio: 'ignore' });
    const locked = await redisServer({ password: 'very-secret', tls: { key, certificate } });
    const ca = await readFile(certificate, 'utf8');
    const { url } = locked;
    expect(url).toBe(`rediss://127.0.0.1:${locked.port}`);
    const reached = await connectServer({ url, password: 'very-secret', ca });
    expect(await reached.client.ping()).toBe('PONG');
    const over = openQueue(reached);
    const loaded = await tinyCampaign(store, { count: 3 });
    expect(await submitCampaign(reached, over, store, loaded)).toEqual({ queued: 3, known: 0 });
    await over.close();
    await reached.close();
    // without its authority, and without TLS
    const refused = `redis: expected a server at ${url}, got `;
    const said = async (options: Parameters<typeof connectServer>[0]) =>
      connectServer(options).then(
        () => 'connected',
        ({ message }: Error) => message,
      );
    expect(await said({ url, password: 'very-secret' })).toBe(`${refused}DEPTH_ZERO_SELF_SIGNED_CERT`);
    const plain = await said({ url: url.replace('rediss', 'redis'), password: 'very-secret' });
    expect(plain).toContain('redis: expected a server at redis://127.0.0.1');
    expect(plain).not.toContain('very-secret');
    await locked.remove();
  });
});

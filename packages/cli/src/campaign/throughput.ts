/** What the queue costs beside `certify`, with and without processes of its own: the same images by it and by workers, seconds and processor time. `npm run throughput`. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { campaignsOn, connectServer, progressOf } from '@ibp/cluster';
import { redisServer } from 'ibp-tools/redis';

const [images = '1000', counts = '1,2', chunk = '100'] = process.argv.slice(2);
const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// in the package, so that what it imports is found
const build = source('../../node_modules/.cache/throughput');
const command = join(build, 'ibp.mjs');
await mkdir(build, { recursive: true });
execFileSync(process.execPath, [source('../../../../tools/jest/bundle.mjs'), source('../bin.ts'), command]);
const folder = await mkdtemp(join(tmpdir(), 'ibp-throughput-'));
const network = ['zoo:digits-0.1-small', '--data', 'digits', '--test-examples', images, '--epsilon', '0.1'];
const method = ['--pgd-steps', '40', '--pgd-restarts', '2', '--complete', 'branch-and-bound'];

type Ended = { readonly out: string; readonly seconds: number; readonly cpu: number };

/**
 * A command, and what it and its processes took; told to end, it ends them first. A process beside it waits for the end of this one, however
 * that comes, and ends all of them then.
 */
function begin(argv: readonly string[]): { readonly end: () => void; readonly ended: Promise<Ended> } {
  const watch = '{ cat <&3; kill -KILL 0; } >/dev/null 2>&1 &';
  const script = `${watch} trap : TERM; TIMEFORMAT='cpu %U %S'; time "$0" "$@" 3<&-`;
  const start = performance.now();
  const child = spawn('bash', ['-c', script, process.execPath, command, ...argv], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, IBP_STORE: join(folder, 'store') },
  });
  child.on('exit', () => child.stdio[3]?.destroy());
  let [out, error] = ['', ''];
  child.stdout!.on('data', (text) => (out += text));
  child.stderr!.on('data', (text) => (error += text));
  const ended = new Promise<Ended>((resolve, reject) =>
    child.on('close', () => {
      const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(error) ?? [];
      if (user === undefined) reject(new Error(error));
      else resolve({ out, seconds: (performance.now() - start) / 1000, cpu: Number(user) + Number(system) });
    }),
  );
  return { ended, end: () => process.kill(-child.pid!, 'SIGTERM') };
}

async function byQueue(workers: number): Promise<Ended> {
  const redis = await redisServer();
  // by which it ends as well
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void redis.remove().then(() => process.exit(1)));
  }
  const campaign = (name: string, ...more: string[]) =>
    begin(['campaign', name, '--redis', redis.url, ...more]);
  const how = ['--backend', 'wasm', '--engine', 'eager', '--chunk', chunk];
  await campaign('submit', ...network, ...method, ...how).ended;
  const server = await connectServer({ url: redis.url });
  const [id] = (await campaignsOn(server)) as [string];
  const start = performance.now();
  const running = Array.from({ length: workers }, () => campaign('worker', '--backend', 'wasm'));
  while ((await progressOf(server, id))!.done < Number(images)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const seconds = (performance.now() - start) / 1000;
  for (const { end } of running) end();
  const took = await Promise.all(running.map(({ ended }) => ended));
  await server.close();
  await redis.remove();
  await rm(join(folder, 'store'), { recursive: true });
  return { out: '', seconds, cpu: took.reduce((sum, { cpu }) => sum + cpu, 0) };
}

for (const workers of counts.split(',').map(Number)) {
  const certified = (flag: '--workers' | '--processes') => {
    const how = ['--engine', 'eager', '--backend', 'wasm', flag, String(workers)];
    return begin(['certify', ...network, ...method, ...how, '--out', `plain${flag}-${workers}`]).ended;
  };
  const plain = await certified('--workers');
  const shared = await certified('--processes');
  const queue = await byQueue(workers);
  const text = ({ seconds, cpu }: Ended) => `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processors`;
  const share = (part: number) => part.toFixed(2);
  console.log(
    `${images} images, ${workers} at once: certify ${text(plain)}; by processes ${text(shared)}; by the queue ${text(queue)}: ` +
      `${share(plain.seconds / queue.seconds)} of the rate, ${share(plain.cpu / queue.cpu)} by processor time`,
  );
}
await rm(build, { recursive: true });
await rm(folder, { recursive: true });

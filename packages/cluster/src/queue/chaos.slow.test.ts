import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawNumbers } from '@ibp/bounds';
import { bundle } from 'ibp-tools/bundle';
import { redisServer } from 'ibp-tools/redis';
import { collect } from '../collect/collect';
import { folderStore } from '../store/folder';
import { imageCampaign, solveImages } from '../testing/images';
import { openQueue } from './jobs';
import { progressOf } from './ledger';
import { connectServer } from './server';
import { submitCampaign } from './submit';

/** 2000 at night. */
const count = Number(process.env.IBP_CHAOS_IMAGES ?? 200);
/** Seconds between two misfortunes. */
const pause = 4;

/** What a test has begun, ended whatever came of it. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

it(`${count} images lose nothing to workers that are killed, frozen or short of room, nor to a server that ends`, async () => {
  const program = bundle({ file: join(__dirname, '../testing/worker-main.ts') });
  const redis = await redisServer({ persist: true });
  const folder = await mkdtemp(join(tmpdir(), 'ibp-chaos-'));
  undo.push(
    async () => program.remove(),
    () => redis.remove(),
    () => rm(folder, { recursive: true, force: true }),
  );
  const store = folderStore(folder);
  const loaded = await imageCampaign(store, count);
  const server = await connectServer({ url: redis.url });
  const queue = openQueue(server);
  undo.push(
    () => server.close(),
    () => queue.close(),
  );
  let workersBegun = 0;
  const begin = (how: 'well' | 'without room' = 'well'): ChildProcess => {
    workersBegun += 1;
    const argv = [program.file, 'worker-images', `w${workersBegun}`, folder, redis.url];
    if (how === 'well') return spawn(process.execPath, argv, { stdio: 'ignore' });
    // the shell's limit on the size of files is what a full disk is: writes that fail
    const script = `trap '' XFSZ; ulimit -f 0; exec "$0" "$@"`;
    return spawn('bash', ['-c', script, process.execPath, ...argv], { stdio: 'ignore' });
  };
  const done = async () => (await progressOf(server, loaded.id))!.done;

  await submitCampaign(server, queue, store, loaded, { chunk: 10 });
  // alone at first, so that there are jobs for it: it hands them back, and stops with a message
  expect(await once(begin('without room'), 'exit')).toEqual([2, null]);
  const workers = Array.from({ length: 4 }, () => begin());
  undo.push(async () => workers.forEach((worker) => void worker.kill('SIGKILL')));
  const dice = drawNumbers({ seed: 1, name: 'chaos', shape: [10_000], distribution: 'uniform' });
  const happened = { killed: 0, frozen: 0, restarts: 0 };
  for (let turn = 0; (await done()) < count || turn < 4; turn++) {
    await wait(pause);
    const which = Math.floor(Math.abs(dice[turn % dice.length]!) * 4) % 4;
    if (turn % 4 === 1) {
      workers[which]!.kill('SIGSTOP'); // past its lock, while its process goes on
      await wait(5);
      workers[which]!.kill('SIGCONT');
      happened.frozen += 1;
    } else if (turn % 8 === 2) {
      await redis.stop();
      await wait(0.5);
      await redis.start();
      happened.restarts += 1;
    } else {
      workers[which]!.kill('SIGKILL');
      workers[which] = begin();
      happened.killed += 1;
    }
  }
  let found = await collect(store, loaded, { solve: solveImages });
  while (found.missing.length > 0) {
    await submitCampaign(server, queue, store, loaded, { numbers: found.missing });
    await wait(pause);
    found = await collect(store, loaded, { solve: solveImages });
  }
  expect([found.results.size, found.suspects]).toEqual([count, []]);
  const { begun: cases } = (await progressOf(server, loaded.id))!;
  console.info(
    `${count} images: begun ${cases} times, ${(100 * (cases / count - 1)).toFixed(1)} % of the work repeated; ` +
      `${happened.killed} killed, ${happened.frozen} frozen, ${happened.restarts} restarts of the server`,
  );

  const [networkHash] = loaded.campaign.networks as [string];
  const whole = new Map<number, string>();
  const request = {
    ...{ networkHash, network: await loaded.network(networkHash), inputs: loaded.inputs, epsilon: 0.1 },
    ...{ places: [...Array(count).keys()], method: loaded.campaign.method, quick: false },
  };
  for await (const { index, verdict } of solveImages(request)) whole.set(index, verdict.status);
  await solveImages.close();
  const collected = [...found.results].map(([number, { certified }]) => [number, certified.verdict.status]);
  expect(new Map(collected as [number, string][])).toEqual(whole);
}, 3_600_000);

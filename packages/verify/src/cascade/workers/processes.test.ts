import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork, type Network } from '@ibp/layers';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { results } from '../testing';
import { inWorkers } from './in-workers';
import { serveStages, stageProcesses } from './processes';
import { allKinds, batchesOf, net, withoutTimes } from './testing';

let script: Bundle;
let network: Network;
let folder: string;
beforeAll(() => {
  script = bundle({ file: join(__dirname, 'testing-process.ts') });
  folder = mkdtempSync(join(tmpdir(), 'ibp-stages-'));
});
afterAll(() => {
  script.remove();
  rmSync(folder, { recursive: true });
});
const epsilon = 0.1;
const found = async (stages = allKinds()) =>
  withoutTimes(
    await results(network, batchesOf(network, 24, 8), {
      ...{ epsilon, stages },
      concurrency: 2,
      batchConcurrency: 2,
    }),
  );

describe('stageProcesses', () => {
  beforeEach(() => {
    network = net();
  });
  afterEach(() => disposeNetwork(network));

  it.each([
    ['two processes', []],
    ['two processes, one of which is killed', ['killed']],
  ])(
    '%s find what is found here',
    async (_, how) => {
      const args = how.map((name) => join(folder, name));
      const workers = stageProcesses({ count: 2, path: script.file, args, execArgv: [] });
      try {
        expect(await found(inWorkers(allKinds(), workers))).toEqual(await found());
        expect(workers.processorSeconds()).toBeGreaterThan(0);
      } finally {
        workers.close();
      }
    },
    60_000,
  );

  it('begins none when they are closed', async () => {
    const begun = join(folder, 'begun');
    const execArgv = ['--eval', `require('node:fs').writeFileSync(${JSON.stringify(begun)}, '')`];
    const workers = stageProcesses({ count: 1, path: script.file, execArgv });
    workers.close();
    const all = await results(network, batchesOf(network, 4, 4), {
      epsilon,
      stages: inWorkers(allKinds(), workers),
    });
    expect(all[0]!.remarks[0]).toMatchObject({ reason: 'failure', detail: 'the processes were closed' });
    expect(existsSync(begun)).toBe(false);
  });

  it('leaves open what ends every process', async () => {
    const workers = stageProcesses({ count: 1, path: script.file, execArgv: ['--eval', 'process.exit(3)'] });
    const all = await results(network, batchesOf(network, 4, 4), {
      epsilon,
      stages: inWorkers(allKinds(), workers),
    });
    expect(all.map(({ verdict }) => verdict.status)).toEqual(all.map(() => 'unknown'));
    expect(all[0]!.remarks[0]).toMatchObject({
      reason: 'failure',
      detail: 'the process ended with 3',
    });
  }, 30_000);

  it('serves only who began it', async () => {
    const { send } = process;
    delete (process as { send?: unknown }).send;
    try {
      await expect(serveStages(allKinds())).rejects.toThrow(
        'serveStages: expected to be begun by stageProcesses, got a process of its own',
      );
    } finally {
      if (send) process.send = send;
    }
  });
});

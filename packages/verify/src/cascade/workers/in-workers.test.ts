import { fail } from '@ibp/core';
import { apply, disposeNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { planeNetwork, points, results, stageOf } from '../testing';
import { inWorkers } from './in-workers';
import { stageWorker } from './stage-worker';
import { allKinds, batchesOf, net, withoutTimes } from './testing';
import type { StageTask, StageWorkers } from './workers';

let opened: { readonly close: () => void }[] = [];
function closeAll() {
  for (const { close } of opened) close();
  opened = [];
}

/** Workers in this thread, to which all is copied that they are sent as if they were elsewhere; some end when they are asked something. */
function workersHere(
  count: number,
  stages = allKinds,
  endsAt: (task: StageTask, asked: number) => boolean = () => false,
) {
  const begun = () => {
    const answer = stageWorker(stages());
    opened.push(answer);
    return answer;
  };
  const answers = Array.from({ length: count }, begun);
  const restart = () => {
    for (const index of answers.keys()) answers[index] = begun();
  };
  const busy = new Set<number>();
  const log: string[] = [];
  let asked = 0;
  const workers: StageWorkers = {
    count,
    ask: async (index, task, signal) => {
      if (busy.has(index)) throw new Error(`worker ${index} is asked two things at once`);
      busy.add(index);
      log.push(`${index} ${task.kind === 'stage' ? task.name : task.kind}`);
      try {
        if (endsAt(task, asked++)) {
          answers[index] = begun(); // it begins anew, and knows nothing
          throw new Error('the process ended');
        }
        return structuredClone(await answers[index]!(structuredClone(task), signal));
      } finally {
        busy.delete(index);
      }
    },
  };
  return { workers, log, restart };
}

const atOnce = { concurrency: 2, batchConcurrency: 2 };

describe('inWorkers', () => {
  let network: Network;
  beforeEach(() => {
    network = net();
  });
  afterEach(() => {
    closeAll();
    disposeNetwork(network);
  });

  it.each([0.02, 0.1, 0.2])('finds in two workers what is found here, epsilon %d', async (epsilon) => {
    const here = await results(network, batchesOf(network, 24, 8), { epsilon, stages: allKinds() });
    const { workers, log } = workersHere(2);
    const stages = inWorkers(allKinds(), workers);
    const there = await results(network, batchesOf(network, 24, 8), { epsilon, stages, ...atOnce });
    expect(withoutTimes(there)).toEqual(withoutTimes(here));
    expect(new Set(there.map(({ verdict }) => verdict.status)).size).toBeGreaterThan(1);
    // each is told of the network once
    expect(log.filter((line) => line.endsWith('begin'))).toEqual(['0 begin', '1 begin']);
  });

  it('asks once more what a worker was asked that ended', async () => {
    const here = await results(network, batchesOf(network, 16, 8), { epsilon: 0.1, stages: allKinds() });
    const { workers } = workersHere(2, allKinds, (_, asked) => asked % 5 === 4);
    const stages = inWorkers(allKinds(), workers);
    const there = await results(network, batchesOf(network, 16, 8), { epsilon: 0.1, stages, ...atOnce });
    expect(withoutTimes(there)).toEqual(withoutTimes(here));
  });

  it('tells those of the run again who ended while nobody asked them', async () => {
    const all = () => [stageOf('first', () => ({}), 8), stageOf('proves', () => ({ proved: [0, 1] }))];
    const { workers, restart } = workersHere(2, all);
    let [before, ended] = [0, false];
    const ask: StageWorkers['ask'] = (index, task, signal) => {
      // both have been told, and are idle when the first example comes
      if (task.kind === 'stage' && task.name === 'first') before += 1;
      if (task.kind === 'stage' && task.name === 'proves' && !ended) {
        restart();
        ended = true;
      }
      return workers.ask(index, task, signal);
    };
    const stages = inWorkers(all(), { ...workers, ask });
    const found = await results(network, batchesOf(network, 16, 8), { epsilon: 0.1, stages, ...atOnce });
    expect([before, ended]).toEqual([2, true]);
    expect(new Set(found.map(({ verdict }) => verdict.status))).toEqual(new Set(['verified']));
  });

  it('leaves open what ends each who is asked, and goes on', async () => {
    const { workers } = workersHere(2, allKinds, (task) => task.kind === 'stage' && task.name === 'ibp');
    const stages = inWorkers(allKinds(), workers);
    const all = await results(network, batchesOf(network, 8, 8), { epsilon: 0.02, stages });
    const here = await results(network, batchesOf(network, 8, 8), { epsilon: 0.02, stages: allKinds() });
    expect(all.map(({ verdict }) => verdict.status)).toEqual(here.map(({ verdict }) => verdict.status));
    const remarks = all.flatMap((one) => one.remarks);
    expect(remarks).toContainEqual({ stage: 'ibp', reason: 'failure', detail: 'the process ended' });
  });

  it('frees what a worker made of a network that it is done with', async () => {
    const { workers } = workersHere(1);
    const stages = inWorkers(allKinds(), workers);
    const tensors = async () => {
      await results(network, batchesOf(network, 8, 8), { epsilon: 0.05, stages });
      return tf.memory().numTensors;
    };
    const before = await tensors();
    expect(await tensors()).toBe(before);
  });
});

describe('inWorkers, of two logits', () => {
  let network: Network;
  beforeEach(() => {
    network = planeNetwork();
  });
  afterEach(() => {
    closeAll();
    disposeNetwork(network);
  });

  it('tells what a stage does not support from what fails', async () => {
    const made = () => [
      stageOf('strict', () => fail('strict', 'expected another network')),
      stageOf('broken', () => {
        throw new Error('out of luck');
      }),
    ];
    const stages = inWorkers(made(), workersHere(1, made).workers);
    const [one] = await results(network, points([0.5, 0.4]), { epsilon: 0.1, stages });
    expect(one!.remarks).toEqual([
      { stage: 'strict', reason: 'unsupported', detail: 'strict: expected another network' },
      { stage: 'broken', reason: 'failure', detail: 'out of luck' },
    ]);
  });

  it('believes no counter-example of a worker that breaks nothing', async () => {
    const lies = () => [stageOf('lies', () => ({ candidate: Float32Array.of(0.9, 0) }))];
    const stages = inWorkers(lies(), workersHere(1, lies).workers);
    const [one] = await results(network, points([0.5, 0.4]), { epsilon: 0.1, stages });
    expect(one!.verdict.status).toBe('unknown');
    tf.tidy(() => expect(apply(network, tf.tensor2d([[0.5, 0.4]])).shape).toEqual([1, 2]));
  });

  it('believes nothing of a worker that has other stages', async () => {
    const other = () => [stageOf('other', () => ({ proved: [0] }))];
    const stages = inWorkers([stageOf('one', () => ({}))], workersHere(1, other).workers);
    const [one] = await results(network, points([0.5, 0.4]), { epsilon: 0.1, stages });
    expect(one!.verdict).toMatchObject({ status: 'unknown' });
    expect(one!.remarks[0]!.detail).toMatch('expected a stage of other, got one at 0');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const endless = () => [
      stageOf('first', () => ({})),
      {
        name: 'endless',
        batch: 1,
        run: (_: unknown, { signal }: { signal: AbortSignal }) =>
          new Promise<never>((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')));
            controller.abort(new Error('enough'));
          }),
      },
    ];
    const stages = inWorkers(endless(), workersHere(1, endless).workers);
    const { signal } = controller;
    await expect(results(network, points([0.5, 0.4]), { epsilon: 0.1, stages, signal })).rejects.toThrow(
      'enough',
    );
  });

  it('tells runs apart that two copies of the module begin', async () => {
    const asked: string[] = [];
    const made = () => [stageOf('proves', () => ({ proved: [0] }))];
    for (let copy = 0; copy < 2; copy++) {
      await jest.isolateModulesAsync(async () => {
        const { inWorkers: copied } = await import('./in-workers');
        const { workers } = workersHere(1, made);
        const ask: typeof workers.ask = (index, task, signal) => {
          asked.push(task.run);
          return workers.ask(index, task, signal);
        };
        await results(network, points([0.5, 0.4]), {
          epsilon: 0.1,
          stages: copied(made(), { ...workers, ask }),
        });
      });
    }
    expect(asked).toHaveLength(4); // each begins, and asks once
    expect(new Set(asked).size).toBe(2);
  });

  it('refuses no workers', () => {
    const { workers } = workersHere(1);
    expect(() => inWorkers(allKinds(), { ...workers, count: 0 })).toThrow(
      'inWorkers: expected at least one worker, got 0',
    );
  });
});

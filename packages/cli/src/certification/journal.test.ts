import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, disposeNetwork, type Network, network } from '@ibp/layers';
import { type Certified, certify, type Stage, summarize } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { certifyJournal } from './journal';

const identity = { weights: 'abc', epsilon: 0.1 };

describe('certifyJournal', () => {
  let net: Network;
  let directory: string;
  /** The examples that the last stage was asked about, in one run. */
  let asked: number[];
  beforeEach(async () => {
    net = network([2], dense(2), { seed: 1 });
    directory = await mkdtemp(join(tmpdir(), 'ibp-certify-journal-'));
  });
  afterEach(async () => {
    disposeNetwork(net);
    await rm(directory, { recursive: true });
  });

  /** Has something to say of a whole batch, which proves nothing. */
  const glance: Stage = {
    name: 'glance',
    batch: 10,
    run: async (questions) => questions.map(() => ({ remark: { reason: 'unsupported', detail: 'too far' } })),
  };
  /** Proves example 0 before any other, or ends for want of memory, as often as is said. */
  const failing = (times: { left: number }): Stage => ({
    name: 'failing',
    batch: 10,
    run: async (questions) => {
      if (times.left-- > 0) throw new Error('out of memory');
      return questions.map(({ index, open }) => (index === 0 ? { proved: open } : {}));
    },
  });
  /** Proves example 0 at once, 1 in 30 s, and nothing of the rest. */
  const slow: Stage = {
    name: 'slow',
    batch: 1,
    run: async (questions, { secondsLeft }) =>
      questions.map(({ index, open }) => {
        asked.push(index);
        if (index === 0 || (index === 1 && secondsLeft > 30)) return { proved: open };
        const reason = index === 1 ? 'time-out' : 'undecided';
        return { remark: { reason, detail: `of ${Math.round(secondsLeft)} s` } };
      }),
  };

  async function certified(
    examples: number,
    budget: number,
    {
      restart = false,
      nodes,
      take = examples,
      first = glance,
    }: {
      readonly restart?: boolean;
      readonly nodes?: number;
      readonly take?: number;
      readonly first?: Stage;
    } = {},
  ): Promise<Certified[]> {
    asked = [];
    const stages = [first, slow];
    const limits = { budget, ...(nodes !== undefined && { nodes }), restart };
    const journal = certifyJournal(join(directory, 'journal.jsonl'), { identity, stages, ...limits });
    const x = tf.fill([examples, 2], 0.5);
    const labels = Array<number>(examples).fill(0);
    const results: Certified[] = [];
    const options = { epsilon: 0.1, stages, budget, journal };
    for await (const result of certify(net, [{ x, labels }], options)) {
      results.push(result);
      if (results.length === take) break;
    }
    return results.sort((a, b) => a.index - b.index);
  }
  const statuses = (results: readonly Certified[]) => results.map(({ verdict }) => verdict.status);

  it('goes on with more images, and asks nothing twice', async () => {
    expect(statuses(await certified(2, 20))).toEqual(['verified', 'unknown']);
    expect(statuses(await certified(3, 20))).toEqual(['verified', 'unknown', 'unknown']);
    expect(asked).toEqual([2]);
    expect(statuses(await certified(1, 20))).toEqual(['verified']);
    expect(asked).toEqual([]);
  });

  it('opens again what a smaller budget ran out for, and nothing else', async () => {
    await certified(3, 20);
    await certified(3, 10);
    expect(asked).toEqual([]);
    const more = await certified(3, 25);
    expect(asked).toEqual([1]);
    const detail = 'glance: too far; slow: of 25 s';
    expect(more[1]!.verdict).toEqual({ status: 'unknown', reason: 'time-out', detail });
    await certified(3, 25);
    expect(asked).toEqual([]);
    expect(statuses(await certified(3, 40))).toEqual(['verified', 'verified', 'unknown']);
    await certified(3, 50);
    expect(asked).toEqual([]);
  });

  it('has the limits of the run that tried an image, and not of the one that saw its batch', async () => {
    await certified(2, 20, { nodes: 50, take: 1 });
    await certified(2, 20);
    expect(asked).toEqual([1]);
    await certified(2, 20, { nodes: 1000 });
    expect(asked).toEqual([]);
  });

  it('opens again what fewer parts of the box were allowed for', async () => {
    await certified(3, 20, { nodes: 100 });
    await certified(3, 20, { nodes: 50 });
    expect(asked).toEqual([]);
    await certified(3, 20, { nodes: 200 });
    expect(asked).toEqual([1]);
    await certified(3, 20);
    expect(asked).toEqual([1]);
    await certified(3, 20, { nodes: 1000 });
    expect(asked).toEqual([]);
  });

  it('opens again a batch that a stage failed on, whoever settled its examples since', async () => {
    const first = failing({ left: 1 });
    const failed = await certified(2, 40, { first });
    expect(statuses(failed)).toEqual(['verified', 'verified']);
    expect(summarize(failed)).toMatchObject({ failures: { failing: 2 }, stages: { slow: { verified: 2 } } });
    const whole = await certified(2, 40, { first });
    expect(asked).toEqual([1]);
    expect(summarize(whole)).toMatchObject({
      failures: {},
      stages: { failing: { verified: 1 }, slow: { verified: 1 } },
    });
    await certified(2, 40, { first: failing({ left: 9 }) });
    expect(asked).toEqual([]);
  });

  it('opens again an example that the last stage failed on', async () => {
    const worker = (dies: boolean): Stage => ({
      ...slow,
      run: async (questions) => {
        asked.push(...questions.map(({ index }) => index));
        if (dies) throw new Error('the process ended');
        return questions.map(({ open }) => ({ proved: open }));
      },
    });
    const through = async (last: Stage) => {
      asked = [];
      const stages = [glance, last];
      const path = join(directory, 'journal.jsonl');
      const journal = certifyJournal(path, { identity, stages, budget: 20, restart: false });
      const batch = { x: tf.fill([1, 2], 0.5), labels: [0] };
      const results: Certified[] = [];
      for await (const one of certify(net, [batch], { epsilon: 0.1, stages, budget: 20, journal })) {
        results.push(one);
      }
      return statuses(results);
    };
    expect(await through(worker(true))).toEqual(['unknown']);
    expect(await through(worker(false))).toEqual(['verified']);
    expect(asked).toEqual([0]);
    expect(await through(worker(true))).toEqual(['verified']);
  });

  it('begins anew where it is told to', async () => {
    await certified(2, 20);
    const before = await readFile(join(directory, 'journal.jsonl'), 'utf8');
    await certified(1, 20, { restart: true });
    expect(asked).toEqual([0]);
    expect((await readFile(join(directory, 'journal.jsonl'), 'utf8')).length).toBeLessThan(before.length);
  });
});

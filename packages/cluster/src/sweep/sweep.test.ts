import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSweep } from './definition';
import { isBelowMedian } from './median';
import { paretoFront, ranked, type Trial, type TrialResult } from './result';
import { runSweep } from './run-sweep';

const result = (trial: number, cleanError: number, certifiedError: number, rung = 0): TrialResult => ({
  ...{ trial, rung, budget: 1, metrics: { cleanError, certifiedError } },
});
const trialsOf = (results: readonly TrialResult[]) => results.map(({ trial }) => trial);

describe('the order of trials', () => {
  it('is that of the objective; ties go by the other error, then by number', () => {
    const results = [result(3, 0.1, 0.5), result(2, 0.1, 0.5), result(1, 0.2, 0.5), result(0, 0.3, 0.4)];
    expect(trialsOf(ranked(results, 'certifiedError'))).toEqual([0, 2, 3, 1]);
    expect(trialsOf(ranked(results, 'cleanError'))).toEqual([2, 3, 1, 0]);
  });

  it('has what is no number last, whichever error it is', () => {
    const results = [
      result(0, 0, Number.NaN),
      result(1, Number.NaN, 0),
      result(2, 1, 1),
      result(3, Number.NEGATIVE_INFINITY, 0),
    ];
    expect(trialsOf(ranked(results, 'certifiedError'))).toEqual([2, 0, 1, 3]);
    expect(trialsOf(paretoFront(results))).toEqual([2]);
  });
});

it('the front has what nothing beats in both errors, each pair of errors once', () => {
  const results = [
    ...[result(0, 0.3, 0.3), result(1, 0.1, 0.5), result(2, 0.2, 0.5), result(3, 0.2, 0.4)],
    ...[result(4, 0.1, 0.5), result(5, 0.4, 0.3), result(6, 0.1, 0.6)],
  ];
  expect(trialsOf(paretoFront(results))).toEqual([1, 3, 0]);
});

describe('the median stopping rule', () => {
  const rule = { name: 'median', from: 0.5, least: 2 } as const;
  // averages up to a half: 0.5 and 0.7; their median is 0.6
  const others = [
    [
      [0.25, 0.6],
      [0.5, 0.4],
      [1, 0],
    ],
    [[0.5, 0.7]],
  ] as const;
  const isStopped = (...own: [number, number][]) => isBelowMedian(own, others, rule);

  it('stops a run whose least error is above the median of the averages so far', () => {
    expect(isStopped([0.5, 0.61])).toBe(true);
    expect(isStopped([0.5, 0.6])).toBe(false);
    expect(isStopped([0.25, 0.59], [0.5, 0.9])).toBe(false);
    // at the end: averages 1 / 3 and 0.7
    expect(isStopped([1, 0.52])).toBe(true);
    expect(isStopped([1, 0.51])).toBe(false);
  });

  it('stops none before its share of the steps, nor beside too few', () => {
    expect(isStopped([0.49, 1])).toBe(false);
    expect(isStopped()).toBe(false);
    expect(isBelowMedian([[0.5, 1]], others.slice(1), rule)).toBe(false);
  });
});

describe('a sweep', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ibp-sweep-'));
    file = join(folder, 'sweep.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const space = { rate: { from: 0.01, to: 1, scale: 'log' } };
  const sweep = parseSweep({ space, strategy: { name: 'successive-halving', trials: 27 } });
  const identity = { recipe: 'a' };

  /** Gradient descent on (x - 1)^2 from 0; rates from 0.9 on are said to have failed. */
  const descend =
    (ran: string[]) =>
    async ({ number, point }: Trial, of: { rung: number; budget: number }) => {
      ran.push(`${number} ${of.rung}`);
      const rate = point.rate as number;
      let x = 0;
      for (let step = 0; step < 27 * of.budget; step++) x -= rate * 2 * (x - 1);
      const certifiedError = rate > 0.9 ? Number.NaN : (x - 1) ** 2;
      return { cleanError: certifiedError / 2, certifiedError };
    };

  it('gives the best third three times the budget, and has the best of the last rung win', async () => {
    const ran: string[] = [];
    const { winner, results } = await runSweep(sweep, { file, identity, runTrial: descend(ran) });
    expect(ran).toHaveLength(27 + 9 + 3 + 1);
    const of = (rung: number) => results.filter((one) => one.rung === rung);
    expect(trialsOf(of(1))).toEqual(trialsOf(ranked(of(0), 'certifiedError')).slice(0, 9));
    expect(trialsOf(of(3))).toEqual(trialsOf(ranked(of(2), 'certifiedError')).slice(0, 1));
    expect(winner).toEqual(of(3)[0]);
  });

  it.each([0, 1, 13, 27, 31, 39])(
    'that was killed after %i runs goes on, and ends with the same winner',
    async (after) => {
      const ran: string[] = [];
      const whole = await runSweep(sweep, { file: join(folder, 'whole'), identity, runTrial: descend([]) });
      const killed = async (trial: Trial, of: { rung: number; budget: number }) => {
        if (ran.length === after) throw new Error('killed');
        return descend(ran)(trial, of);
      };
      await expect(runSweep(sweep, { file, identity, runTrial: killed })).rejects.toThrow('killed');
      if (after > 0) await appendFile(file, '{"trial":3,"ru'); // of a line that was being written
      expect(await runSweep(sweep, { file, identity, runTrial: descend(ran) })).toEqual(whole);
      expect([ran.length, new Set(ran).size]).toEqual([40, 40]);
      const again = jest.fn();
      expect(await runSweep(sweep, { file, identity, runTrial: again })).toEqual(whole);
      expect(again).not.toHaveBeenCalled();
    },
  );

  it('by Hyperband has the best of all runs win, and numbers trials through its brackets', async () => {
    const hyperband = parseSweep({ space, strategy: { name: 'hyperband', most: 3 } });
    // brackets of 3 at a third, then 1; and of 2
    const runTrial = async ({ number }: Trial, { rung }: { rung: number }) => {
      const error = number === 1 && rung === 0 ? 0.1 : 0.5;
      return { cleanError: error, certifiedError: error };
    };
    const { winner, results } = await runSweep(hyperband, { file, identity, runTrial });
    expect(results.map(({ trial, rung }) => [trial, rung])).toEqual([
      ...[0, 1, 2].map((trial) => [trial, 0]),
      [1, 1],
      [3, 0],
      [4, 0],
    ]);
    expect(winner).toMatchObject({ trial: 1, rung: 0 });
  });

  it('runs several at once, never more than it may, and comes to the same', async () => {
    const hyperband = parseSweep({ space, strategy: { name: 'hyperband', most: 9 } });
    const one = await runSweep(hyperband, {
      file: join(folder, 'one'),
      identity,
      runTrial: descend([]),
    });
    let [running, most] = [0, 0];
    const run = descend([]);
    const runTrial: typeof run = async (trial, of) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, trial.number % 3));
      running -= 1;
      return run(trial, of);
    };
    expect(await runSweep(hyperband, { file, identity, runTrial, concurrency: 4 })).toEqual(one);
    expect([running, most]).toEqual([0, 4]);
  });

  it('begins nothing more after a failure, and waits for what is under way', async () => {
    const began: number[] = [];
    const runTrial = async ({ number }: Trial) => {
      began.push(number);
      await new Promise((resolve) => setTimeout(resolve, 5 * (number + 1)));
      if (number === 0) throw new Error('no room');
      return { cleanError: 0, certifiedError: 0 };
    };
    const going = runSweep(sweep, { file, identity, runTrial, concurrency: 2 });
    await expect(going).rejects.toThrow('no room');
    expect(began).toEqual([0, 1]);
    expect((await readFile(file, 'utf8')).split('\n')[1]).toContain('"trial":1');
  });

  it('shows a run the errors of those beside it that have ended, those of the journal among them', async () => {
    const stopping = parseSweep({
      space,
      strategy: { name: 'random', trials: 4 },
      earlyStopping: { name: 'median' },
    });
    expect(stopping.earlyStopping).toEqual({ name: 'median', from: 0.5, least: 3 });
    const seen: number[] = [];
    let left = 2;
    const runTrial: Parameters<typeof runSweep>[1]['runTrial'] = async ({ number }, { others }) => {
      if (left-- === 0) throw new Error('killed');
      seen.push(others().length);
      const error = 0.1 * number;
      return {
        cleanError: error,
        certifiedError: error,
        curve: [[0.5, error]],
        ...(number === 3 ? { stopped: 0.5 } : {}),
      };
    };
    await expect(runSweep(stopping, { file, identity, runTrial })).rejects.toThrow('killed');
    const { results } = await runSweep(stopping, { file, identity, runTrial });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(results.map(({ curve, stopped }) => [curve, stopped])).toEqual([
      [[[0.5, 0]], undefined],
      [[[0.5, 0.1]], undefined],
      [[[0.5, 0.2]], undefined],
      [[[0.5, 0.30000000000000004]], 0.5],
    ]);
  });

  it('has no winner where nothing came to numbers', async () => {
    const runTrial = async () => ({ cleanError: 0, certifiedError: Number.NaN });
    const found = await runSweep(sweep, { file, identity, runTrial });
    expect([found.winner, found.front, found.results.length]).toEqual([undefined, [], 40]);
  });

  it('refuses the journal of another one, or one that is damaged', async () => {
    const runTrial = descend([]);
    await runSweep(sweep, { file, identity, runTrial });
    await expect(runSweep(sweep, { file, identity: { recipe: 'b' }, runTrial })).rejects.toThrow(
      'journal: of another sweep: "recipe": expected "b", got "a"',
    );
    await expect(runSweep({ ...sweep, seed: 1 }, { file, identity, runTrial })).rejects.toThrow(
      '"sweep": expected',
    );
    const lines = (await readFile(file, 'utf8')).split('\n').length - 1;
    await appendFile(file, '{"trial":-1}\n');
    await expect(runSweep(sweep, { file, identity, runTrial })).rejects.toThrow(`line ${lines + 1}: trial: `);
  });
});

import { allOf, atMost } from './at-most';
import type { Bracket } from './brackets';
import { planSweep, type Sweep } from './definition';
import { openSweepJournal } from './journal';
import {
  hasNumbers,
  paretoFront,
  ranked,
  type Trial,
  type TrialFound,
  type TrialPlace,
  type TrialResult,
} from './result';

/** Options of `runSweep`. */
export type SweepOptions = {
  /** The journal: where it is there, the sweep goes on from it. */
  readonly file: string;
  /** What besides the sweep has to be the same then: the recipe, the data, how many are held out. */
  readonly identity: { readonly [what: string]: unknown };
  /**
   * Trains a trial with a share of the whole budget, and evaluates it on validation data. Where training comes to what is no number,
   * its metrics are NaN. What it throws ends the sweep, and is not noted: that trial is run again when the sweep goes on.
   */
  readonly runTrial: (trial: Trial, of: TrialPlace) => Promise<TrialFound>;
  /** Trials that run at once; 1 unless given. */
  readonly concurrency?: number;
  /** Told of each result that is new, on the disk by then, and how many there are to come. */
  readonly onResult?: (result: TrialResult, done: number, all: number) => void;
};

/** What a sweep found. */
export type SweepResult = {
  /** Undefined where no trial of the last rung came to numbers. */
  readonly winner: TrialResult | undefined;
  /** Of all runs. */
  readonly front: readonly TrialResult[];
  readonly results: readonly TrialResult[];
};

/**
 * Runs the trials of a sweep, rung by rung and brackets side by side, and notes what each came to. A sweep that was killed goes on from
 * its journal and ends with the same winner: which trials go on depends on the metrics alone. The winner is the best of the last rung;
 * of Hyperband, as published, the best of all. Which runs are stopped early depends on those that have ended: with more than one at once
 * that is a matter of which was quicker.
 *
 * @throws what `runTrial` does; where the journal is of another sweep, or another one is at work in it.
 */
export async function runSweep(sweep: Sweep, options: SweepOptions): Promise<SweepResult> {
  const { brackets, points } = planSweep(sweep);
  const { file, identity, runTrial, concurrency = 1, onResult } = options;
  const journal = await openSweepJournal(file, { ...identity, sweep });
  const known = new Map(journal.results.map((result) => [keyOf(result), result]));
  const all = brackets.flat().reduce((sum, { trials }) => sum + trials, 0);
  const inTurn = atMost(concurrency);
  let done = known.size;

  const run = async (trial: number, place: TrialPlace, ended: TrialResult[]): Promise<TrialResult> => {
    const { rung, budget } = place;
    const before = known.get(keyOf({ trial, rung }));
    if (before) {
      ended.push(before);
      return before;
    }
    return inTurn(async () => {
      const found = await runTrial({ number: trial, point: points[trial]! }, place);
      const { cleanError, certifiedError, curve, stopped } = found;
      const more = {
        ...(curve && sweep.earlyStopping ? { curve } : {}),
        ...(stopped === undefined ? {} : { stopped }),
      };
      const result = { trial, rung, budget, metrics: { cleanError, certifiedError }, ...more };
      await journal.append(result);
      ended.push(result); // before the next one begins
      done += 1;
      onResult?.(result, done, all);
      return result;
    });
  };

  /** The results of its rungs, each from the first trial to the last. */
  const runBracket = async (bracket: Bracket, number: number, first: number): Promise<TrialResult[][]> => {
    const found: TrialResult[][] = [];
    let going = Array.from({ length: bracket[0]!.trials }, (_, i) => first + i);
    for (const [rung, { trials, budget }] of bracket.entries()) {
      const ended: TrialResult[] = [];
      const place = {
        ...{ bracket: number, rung, budget },
        others: () => ended.flatMap(({ curve }) => (curve ? [curve] : [])),
      };
      const results = await allOf(going.slice(0, trials).map((trial) => run(trial, place, ended)));
      found.push(results);
      going = ranked(results, sweep.objective).map(({ trial }) => trial);
    }
    return found;
  };

  try {
    const begins = brackets.map((_, i) =>
      brackets.slice(0, i).reduce((sum, [rung]) => sum + rung!.trials, 0),
    );
    const found = await allOf(brackets.map((bracket, i) => runBracket(bracket, i, begins[i]!)));
    const results = found.flat(2);
    const last = sweep.strategy.name === 'hyperband' ? results : found.at(-1)!.at(-1)!;
    const [best] = ranked(last, sweep.objective);
    const winner = best && hasNumbers(best.metrics) ? best : undefined;
    return { winner, front: paretoFront(results), results };
  } finally {
    await journal.close();
  }
}

const keyOf = ({ trial, rung }: Pick<TrialResult, 'trial' | 'rung'>): string => `${trial} ${rung}`;

import { planSweep, type Sweep } from './definition';
import { openSweepJournal } from './journal';
import { hasNumbers, paretoFront, ranked, type Trial, type TrialMetrics, type TrialResult } from './result';

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
  readonly runTrial: (
    trial: Trial,
    of: { readonly rung: number; readonly budget: number },
  ) => Promise<TrialMetrics>;
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
 * Runs the trials of a sweep, rung by rung, and notes what each came to. A sweep that was killed goes on from its journal and ends
 * with the same winner: which trials go on depends on the metrics alone. The winner is the best of the last rung; of Hyperband, as
 * published, the best of all.
 *
 * @throws what `runTrial` does; where the journal is of another sweep, or another one is at work in it.
 */
export async function runSweep(sweep: Sweep, options: SweepOptions): Promise<SweepResult> {
  const { brackets, points } = planSweep(sweep);
  const { file, identity, runTrial, onResult } = options;
  const journal = await openSweepJournal(file, { ...identity, sweep });
  try {
    const all = brackets.flat().reduce((sum, { trials }) => sum + trials, 0);
    const known = new Map(journal.results.map((result) => [keyOf(result), result]));
    const results: TrialResult[] = [];
    let last: readonly TrialResult[] = [];
    let begun = 0;
    for (const bracket of brackets) {
      let going = Array.from({ length: bracket[0]!.trials }, (_, i) => begun + i);
      begun += going.length;
      for (const [rung, { trials, budget }] of bracket.entries()) {
        const ended: TrialResult[] = [];
        for (const trial of going.slice(0, trials)) {
          let result = known.get(keyOf({ trial, rung }));
          if (!result) {
            const metrics = await runTrial({ number: trial, point: points[trial]! }, { rung, budget });
            result = { trial, rung, budget, metrics };
            await journal.append(result);
            onResult?.(result, results.length + ended.length + 1, all);
          }
          ended.push(result);
        }
        results.push(...ended);
        last = ranked(ended, sweep.objective);
        going = last.map(({ trial }) => trial);
      }
    }
    const [best] = sweep.strategy.name === 'hyperband' ? ranked(results, sweep.objective) : last;
    const winner = best && hasNumbers(best.metrics) ? best : undefined;
    return { winner, front: paretoFront(results), results };
  } finally {
    await journal.close();
  }
}

const keyOf = ({ trial, rung }: Pick<TrialResult, 'trial' | 'rung'>): string => `${trial} ${rung}`;

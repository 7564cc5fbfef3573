import type { CaseList } from '../campaign/case-list';
import type { Store } from '../store/store';
import type { Confirmed } from './confirm';
import { printable } from './printable';

/** A worker whose results are not to be trusted, and why. */
export type Suspect = { readonly worker: string; readonly number: number; readonly why: string };

/** As it may be printed: its words are those of others. */
export const told = ({ worker, number, why }: Suspect): Suspect => ({
  ...{ worker: printable(worker), number, why: printable(why) },
});

/** A result: who gave it, and what the checker makes of it. */
export type Judged = { readonly worker: string; readonly check: Confirmed };

/** What a campaign has come to. */
export type Gathered<Result> = {
  /** By the number of their case, each there once. */
  readonly results: ReadonlyMap<number, Result>;
  /** Cases without a result, those among them whose result was thrown away: to be queued again. */
  readonly missing: readonly number[];
  readonly thrown: readonly number[];
  readonly suspects: readonly Suspect[];
};

/** Results of a campaign while they are looked through. */
export type Gathering<Result extends Judged> = {
  /** Those that stand up to now. */
  readonly results: ReadonlyMap<number, Result>;
  readonly keep: (number: number, result: Result) => void;
  readonly miss: (number: number) => void;
  /** Throws a result away, and keeps in mind whose it is. */
  readonly throwAway: (suspect: Suspect) => void;
  /**
   * Throws away what rests on the word of a suspect, and removes all that was thrown away from the store.
   *
   * @param doneAgain who gave what does not come out again.
   */
  readonly end: (doneAgain: readonly Suspect[]) => Promise<Gathered<Result>>;
};

const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

/** Begins to look through what a store has of the cases of a campaign. */
export function gather<Result extends Judged>(
  store: Store,
  { idOf }: Pick<CaseList, 'idOf'>,
): Gathering<Result> {
  const results = new Map<number, Result>();
  const suspects: Suspect[] = [];
  const missing: number[] = [];
  const thrown = new Set<number>();
  const drop = (number: number) => {
    results.delete(number);
    thrown.add(number);
  };
  return {
    results,
    keep: (number, result) => void results.set(number, result),
    miss: (number) => void missing.push(number),
    throwAway: (suspect) => {
      suspects.push(suspect);
      drop(suspect.number);
    },
    end: async (doneAgain) => {
      suspects.push(...doneAgain);
      // a proof stands by itself; a word does not, of who has given false ones
      const liars = new Set(suspects.map(({ worker }) => worker));
      for (const [number, { worker, check }] of results) {
        if (check.status !== 'confirmed' && liars.has(worker)) drop(number);
      }
      for (const number of thrown) await store.remove('results', idOf(number));
      return {
        ...{ results, missing: sorted([...missing, ...thrown]), thrown: sorted(thrown) },
        suspects: suspects.map(told),
      };
    },
  };
}

import type { Limits } from '../limits';
import type { Came, Dealt } from './workers';

/**
 * A search of some parts of one box, of which it may give some away, and take up others. A part that was given away is no
 * part of it any more: how it was cut comes back with the trees of those who took it up.
 */
export type PartSession<Part = unknown, Trees = unknown> = {
  readonly size: () => number;
  take(parts: readonly Dealt<Part>[]): void;
  /** Searches until no part is left, one is found to be none, a limit is reached, or enough parts wait. */
  readonly search: (limits: Limits, enough?: (waiting: number) => boolean) => Promise<Searched>;
  /** As many parts as there are numbers, hard ones and easy ones. */
  readonly give: (numbers: readonly number[]) => Dealt<Part>[];
  /**
   * How what was taken up was cut, once no part is left.
   *
   * @throws when a part is neither refuted nor was given away.
   */
  readonly trees: () => Trees;
  /**
   * Puts in how others cut what was given away.
   *
   * @throws when that of a part is missing.
   */
  graft(others: readonly Trees[]): void;
};

/** What a search came to; nothing where it is at its end, or enough parts wait. */
export type Searched = Omit<Came, 'open' | 'nodes'>;

/** Of what waits, every second one from the first on: so many. */
export function everySecond<T>(waiting: T[], count: number): T[] {
  const given: T[] = [];
  const kept: T[] = [];
  for (const [i, one] of waiting.entries()) {
    if (i % 2 === 0 && given.length < count) given.push(one);
    else kept.push(one);
  }
  // where more are asked for than that
  while (given.length < count && kept.length > 0) given.push(kept.pop()!);
  waiting.splice(0, waiting.length, ...kept);
  return given;
}

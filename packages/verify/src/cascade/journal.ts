import type { Case } from './case';

/** Where a run notes what it found out, a case at a time: the last entry for an example counts. */
export type Journal<Entry extends { readonly index: number } = Case> = {
  /**
   * The last entry for each example, in the order in which these were made.
   *
   * @throws when it is that of another run, in use by one, or damaged.
   */
  readonly load: () => Promise<readonly Entry[]>;
  readonly append: (state: Entry) => Promise<void>;
  /** At the end of a run, however it came. */
  readonly close?: () => Promise<void>;
};

/** A journal in memory. */
export function memoryJournal(): Journal {
  const entries = new Map<number, Case>();
  return {
    load: async () => [...entries.values()],
    append: async (state) => {
      entries.delete(state.index); // the last entry is the latest
      entries.set(state.index, state);
    },
  };
}

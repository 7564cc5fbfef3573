import type { Case } from './case';

/** Where a run notes what it found out, a case at a time: the last entry for an example counts. */
export type Journal<Entry extends { readonly index: number } = Case> = {
  /** @throws when it is that of another run, in use by one, or damaged. */
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
    append: async (state) => void entries.set(state.index, state),
  };
}

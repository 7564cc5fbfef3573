import type { Examples } from './losses/loss';

/** The batches of a run, each asked for while the step before it is computed. */
export type BatchAhead = {
  /** The examples of a step; the caller frees `x`. @throws what preparing them threw. */
  readonly take: (step: number) => Promise<Examples>;
  /** Begins to prepare the examples of a step, which is to be the next one taken. Never throws. */
  readonly prepare: (step: number) => void;
  /** Frees what was prepared and not taken. */
  readonly close: () => Promise<void>;
};

/**
 * Files are read, other threads draw, a GPU computes while the next batch is prepared. At most one is ahead, and they are
 * asked for in the order of their steps; an error waits for the step it belongs to.
 */
export function batchAhead(batch: (step: number) => Examples | Promise<Examples>): BatchAhead {
  let ahead: { readonly step: number; readonly examples: Promise<Examples> } | undefined;
  const begin = async (step: number): Promise<Examples> => batch(step);
  const free = async (): Promise<void> => {
    const examples = ahead?.examples;
    ahead = undefined;
    await examples?.then(
      ({ x }) => x.dispose(),
      () => undefined, // of a step that is not taken
    );
  };
  return {
    take: async (step) => {
      if (ahead?.step !== step) {
        await free();
        return begin(step);
      }
      const { examples } = ahead;
      ahead = undefined;
      return examples;
    },
    prepare: (step) => {
      if (ahead) return;
      ahead = { step, examples: begin(step) };
      ahead.examples.catch(() => undefined); // heard when it is taken
    },
    close: free,
  };
}

/** Where a run keeps its one checkpoint. Writing must be atomic: after a kill, the old bytes or the new ones are there. */
export type CheckpointStore = {
  /** What messages call it. */
  readonly name: string;
  /** `undefined` where nothing was saved yet. */
  readonly load: () => Promise<Uint8Array | undefined>;
  readonly save: (bytes: Uint8Array) => Promise<void>;
  /**
   * Keeps it for one run, until what it gives is called: `train` does both.
   *
   * @throws when another run has it.
   */
  readonly lock?: () => Promise<() => Promise<void>>;
};

/** A checkpoint in memory: for tests, and for going back within one run. */
export function memoryStore(): CheckpointStore {
  let saved: Uint8Array | undefined;
  return {
    name: 'memory',
    load: async () => saved,
    save: async (bytes) => {
      saved = bytes;
    },
  };
}

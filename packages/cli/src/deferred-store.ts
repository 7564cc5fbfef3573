import type { CheckpointStore } from '@ibp/train';

/** A store that keeps what it is given until told to write it. */
export type DeferredStore = CheckpointStore & {
  /** Whether there is something to write: a checkpoint was taken at this step. */
  readonly isPending: () => boolean;
  readonly flush: () => Promise<void>;
};

/**
 * Lets a run write the figures of its steps before the checkpoint after them. A run that is killed in between does
 * those steps again, and figures beyond the checkpoint are dropped: none is lost, none is there twice.
 */
export function deferredStore(store: CheckpointStore): DeferredStore {
  let pending: Uint8Array | undefined;
  return {
    ...store,
    save: async (bytes) => {
      pending = bytes;
    },
    isPending: () => pending !== undefined,
    flush: async () => {
      if (!pending) return;
      await store.save(pending);
      pending = undefined;
    },
  };
}

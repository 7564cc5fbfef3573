import type { MetricsRow } from './metrics-log';

/** Who follows a training, and may end it before its last step. */
export type Watch = {
  /** A checkpoint is in the folder, with the figures up to it. */
  readonly onCheckpoint?: () => Promise<void>;
  /** Whether the figures of a run say that it ends with the last of them. */
  readonly isToStop?: (rows: readonly MetricsRow[]) => Promise<boolean>;
};

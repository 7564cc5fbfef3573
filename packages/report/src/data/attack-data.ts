import type { Figure } from './numbers';

/** What `attack --json` writes. */
export type AttackData = {
  readonly epsilon?: Figure | ArrayLike<number>;
  readonly steps?: number;
  readonly restarts?: number;
  readonly seed?: number;
  /** All that were attacked; those that are not `unbroken` count as errors. */
  readonly images: readonly { readonly index: number; readonly status: string }[];
};

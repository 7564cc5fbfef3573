import type { SearchWorkers } from './workers/workers';

/** How the inputs or the activations are cut: `auto` chooses by what the network and the property are. */
export type PropertyStrategy = 'auto' | 'input-split' | 'branch-and-bound';

/** How far a search has come. */
export type PropertyProgress = {
  /** Which box of the property, and how many there are. */
  readonly box: number;
  readonly boxes: number;
  /** Parts that were bounded, and parts that wait. */
  readonly nodes: number;
  readonly open: number;
  readonly seconds: number;
};

/** Options of `verifyProperty`. */
export type PropertyOptions = {
  /** Seconds by `now`; no limit unless given. */
  readonly budget?: number;
  /** The most parts that are bounded in all; no limit unless given. Unlike time it gives the same end everywhere. */
  readonly maxNodes?: number;
  /** Of the starting points of attacks; 0 unless given. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** How many parts are bounded at once; chosen by the method unless given. */
  readonly batch?: number;
  /** A clock in milliseconds: `performance.now` unless given. */
  readonly now?: () => number;
  /** `auto` unless given. */
  readonly strategy?: PropertyStrategy;
  /**
   * Whether hidden units of parts that are cut by activations are bounded anew on the inputs that are left to refute (Clip-and-Verify):
   * unless given, where no activation is smooth.
   */
  readonly clipping?: boolean;
  /** Others who search parts of a hard box besides this thread; none unless given. */
  readonly workers?: SearchWorkers;
  /** Called after every batch. */
  readonly onProgress?: (progress: PropertyProgress) => void;
};

import type { BoxTree, CertificateProof } from '@ibp/exact';

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
  /** Called after every batch. */
  readonly onProgress?: (progress: PropertyProgress) => void;
};

/** Why a search ended without an answer. `unresolved`: a part cannot be cut any further, and is not refuted. */
export type PropertyReason = 'time' | 'aborted' | 'nodes' | 'domains' | 'not finite' | 'unresolved';

/** What `verifyProperty` found out. */
export type PropertyResult = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  /** Where falsified: an input in one of the boxes whose output is unsafe. A feature whose interval holds no float32 has the one nearest to it. */
  readonly witness?: PropertyWitness;
  /** Why unknown. */
  readonly reason?: PropertyReason;
  /** What gave the answer: `attack`, `input-split` or `branch-and-bound`. */
  readonly method: string;
  /** Parts that were bounded. */
  readonly nodes: number;
  readonly seconds: number;
  /** For each box of the property, where it was cut and proved: how it was cut, and what refutes the conjunctions on each leaf. */
  readonly trees: readonly (BoxTree | undefined)[];
  /** For each box of the property that was cut by the signs of activations, a proof of each conjunction, in float32. */
  readonly proofs: readonly (readonly CertificateProof[] | undefined)[];
};

/** An input whose output is unsafe. */
export type PropertyWitness = {
  readonly x: Float32Array;
  /** Which box it is in, and all rows of which conjunction are above 0 there. */
  readonly box: number;
  readonly conjunction: number;
  /** The least of these rows in float64, at the point of the box that `x` stands for. */
  readonly margin: number;
};

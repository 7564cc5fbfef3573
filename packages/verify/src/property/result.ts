import type { BoxTree, CertificateProof } from '@ibp/exact';

/**
 * Why a search ended without an answer. `unresolved`: a part cannot be cut any further, and is not refuted; `lost`: so is none of
 * what a worker had that ended before its time.
 */
export type PropertyReason = 'time' | 'aborted' | 'nodes' | 'domains' | 'not finite' | 'unresolved' | 'lost';

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

import type { Epsilon, InputRange } from '@ibp/bounds';
import type { Arithmetic } from '@ibp/exact';
import type { Journal } from './journal';
import type { Stage } from './stage';

/** Options of `certify`: the ball, the stages, and how long each example may take. */
export type CertifyOptions = {
  /** In the units of the input, so 8/255 and not 8; a number, or one for each feature, 0 where it is fixed. */
  readonly epsilon: Epsilon;
  /** Cheapest first. */
  readonly stages: readonly Stage[];
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** Wall-clock seconds for one example in the stages that take one at a time; 600 unless given, as in the paper. */
  readonly budget?: number;
  /**
   * What verdicts have to hold in; real numbers unless given. In `any-order-float32` only proofs that a stage left as evidence and that
   * hold in it count, and counter-examples that are some in every order of summation.
   */
  readonly arithmetic?: Arithmetic;
  /** Of attacks and searches; 0 unless given. */
  readonly seed?: number;
  /** Examples in those stages at once, which only helps stages that work in other threads; 1 unless given. */
  readonly concurrency?: number;
  /** Batches at once in the stages that take many examples, which only helps those that run elsewhere (`inWorkers`); 1 unless given. */
  readonly batchConcurrency?: number;
  /**
   * Of a network that can hardly be proved, an end: examples are taken in the order of their bounds, those nearest to a proof first, and when so
   * many in a row were left open, the rest is left open too, untried, and not noted in the journal; a run that goes on from one counts those at its
   * end. No end unless given.
   */
  readonly patience?: number;
  /** What earlier runs found out; a run that was killed goes on from it. */
  readonly journal?: Journal;
  readonly signal?: AbortSignal;
};

/** Options of a run, whatever it asks. */
export type CascadeOptions = Omit<CertifyOptions, 'epsilon' | 'range'>;

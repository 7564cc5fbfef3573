import type { Epsilon, InputRange, LinearSpec } from '@ibp/bounds';
import type { LoweredNetwork, Network } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';

/** What is to be broken: a specification that should hold in the ball of radius `epsilon` around each example. */
export type AttackTask = {
  /** `[batch, ...inputShape]`, within `range`; not freed. */
  readonly x: tf.Tensor;
  /** On the network's output; the attack looks for a value above 0. Not freed. */
  readonly spec: LinearSpec;
  /** In the units of the input, so 8/255 and not 8; a number, or one for each feature, 0 where it is fixed. */
  readonly epsilon: Epsilon;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** A whole number; 0 unless given. Results depend on it and on nothing else. */
  readonly seed?: number;
  /** What the draws of each example go by, beside the seed: its place in the task unless given. */
  readonly numbers?: readonly number[];
  /** How many specifications must be violated at once; 1 unless given. 5 of one-against-all is the top-5 error. */
  readonly violations?: number;
  /** Examples to leave alone, as true; none unless given. Their results are `unbroken`, without a margin. */
  readonly skip?: readonly boolean[];
  /** Ends the attack with the signal's reason, between two evaluations of the network. */
  readonly signal?: AbortSignal;
};

/**
 * - `broken`: there is a witness.
 * - `unbroken`: none was found, which proves nothing.
 * - `undefined`: none was found, and the network or the specification gave something that is not a finite number.
 */
export type AttackStatus = 'broken' | 'unbroken' | 'undefined';

/** What became of one example. */
export type ExampleResult = {
  readonly status: AttackStatus;
  /** An input that was run through the plain network and breaks the specification; `null` where none was found. */
  readonly witness: Float32Array | null;
  /**
   * The greatest value of the specification (with `violations: k` the k-th greatest): that of the witness, or the
   * greatest seen where there is none. NaN where no value was a number.
   */
  readonly margin: number;
  /** The specification that has that value; -1 where none has. */
  readonly spec: number;
  /** Evaluations of the network spent on this example, over all runs, its own value among them. */
  readonly evaluations: number;
  /** Runs begun: restarts times targets, fewer where one succeeded. 0 where the example itself is the witness. */
  readonly runs: number;
};

/** What became of the examples of one task. */
export type AttackResult = {
  /** One for each example of the task, in its order. */
  readonly examples: readonly ExampleResult[];
  /** Evaluations over all examples; by the time taken, the speed of the attack. */
  readonly evaluations: number;
};

/** Any way to look for counter-examples. It frees nothing it is given, and leaves no tensors. */
export type Attack = (network: Network | LoweredNetwork, task: AttackTask) => Promise<AttackResult>;

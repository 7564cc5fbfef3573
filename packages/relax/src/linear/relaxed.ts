import type { PullBackRounding } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Relaxation } from './relaxation';

/** Lines around an activation that pay for what pulling a specification back through them may lose. */
export type OutwardLines = {
  readonly relaxation: Relaxation;
  /** `[batch or 1, units]`: by how much each line is moved outward. */
  readonly by: tf.Tensor;
  /** `[batch or 1, 1]`: for the constant. */
  readonly absolute: tf.Tensor;
  /** Whether they pay for the node before as well. */
  readonly withInput: boolean;
};

/** How coefficients get from a node to one of its inputs, where it does not see all of that. */
export type Edges = {
  /** What a node sees of an input, without the batch. */
  readonly shapeSeen: (node: number, position: number) => Shape;
  /** Coefficients on that as coefficients on the whole input. */
  readonly place: (node: number, position: number, c: tf.Tensor) => tf.Tensor;
};

/** What a backward pass needs beside the network. */
export type Relaxed = {
  /** Of each node that is not linear; see `relaxNode`. */
  readonly relaxations: readonly (tf.TensorContainer | undefined)[];
  /** What pulling back through each node may lose, see `nodeRounding`: it is added to the constant. Nothing unless given. */
  readonly rounding?: readonly (PullBackRounding | undefined)[];
  /** Lines that pay themselves: they take the place of a node's relaxation and of what `rounding` says of it. */
  readonly outward?: readonly (OutwardLines | undefined)[];
  /** Every node sees all of its inputs unless given. */
  readonly edges?: Edges;
  /**
   * Called with what a rule has made of the coefficients on a node's first input, to add terms that are 0 or more on
   * the part of the box looked at: the Lagrangian of split constraints.
   */
  readonly constrain?: (node: number, c: tf.Tensor) => tf.Tensor;
  /** Called with the coefficients on every node's output, before its rule. */
  readonly observe?: (node: number, c: tf.Tensor) => void;
};

import type { BallShape } from '@ibp/bounds';
import type { PlainSpec } from '@ibp/exact';

/** What is asked of one example: whether its specification holds in the whole ball around it. */
export type Question = {
  /** The example's place in the data, from 0. */
  readonly index: number;
  /** The flattened input as stored. */
  readonly x: Float32Array;
  /** Rows `c . z + d < 0` on the network's output. */
  readonly spec: PlainSpec;
};

/** The ball that all questions of a run share: its radius and the valid inputs, each a number or one for each feature. */
export type Ball = BallShape;

/** How many rows a question has. */
export const rowCount = ({ spec }: Question): number => spec.d.length;

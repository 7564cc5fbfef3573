import type { InputRange } from '@ibp/bounds';
import type { PlainSpec } from '../rigorous/spec';

/** What is asked of one example: whether its specification holds in the whole ball around it. */
export type Question = {
  /** The example's place in the data, from 0. */
  readonly index: number;
  /** The flattened input as stored. */
  readonly x: Float32Array;
  /** Rows `c . z + d < 0` on the network's output. */
  readonly spec: PlainSpec;
};

/** The ball that all questions of a run share. */
export type Ball = {
  /** In the units of the input, so 8/255 and not 8. */
  readonly epsilon: number;
  /** The valid inputs. */
  readonly range: InputRange;
};

/** How many rows a question has. */
export const rowsOf = ({ spec }: Question): number => spec.d.length;

import type { Ball } from '../ball';
import type { AttackOptimizer } from '../optimizers/optimizer';
import type { AttackDraw } from '../random';

/** The shape of the ball. A new norm is one file with one of these. */
export type Norm = {
  readonly name: string;
  /** Writes to `point` one that is uniform in the ball, not yet cut to the input's range. */
  readonly draw: (point: Float32Array, ball: Ball, random: AttackDraw) => void;
  /** Moves `point` into the ball and the input's range; one that is in stays where it is. */
  readonly project: (point: Float32Array, ball: Ball) => void;
  /** Whether `point` is in the ball and the range, in float64. Every witness is asked. */
  readonly contains: (point: Float32Array, ball: Ball) => boolean;
  /** The greatest norm of a difference of two inputs of `size` elements in a range of width 1. */
  readonly reach: (size: number) => number;
  /** The steps of an attack that names none: uphill the steepest way there is in this norm. */
  readonly optimizer: AttackOptimizer;
};

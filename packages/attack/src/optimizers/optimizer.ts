import type { StepSize } from './step-size';

/** What a run tells its optimiser. */
export type RunOptions = {
  /** Elements of the input. */
  readonly size: number;
  /** Steps of the run. */
  readonly steps: number;
  /** Epsilon, by element: what step sizes are shares of. */
  readonly radii: Float64Array;
  readonly stepSize: StepSize;
  /** Moves a point into the ball and the input's range. */
  readonly project: (point: Float32Array) => void;
};

/** What was seen at the point: the loss and its gradient, `NaN` in elements that have none. */
export type Seen = { readonly step: number; readonly loss: number; readonly gradient: Float32Array };

/** Moves `point` uphill; what leaves the ball is projected after that. */
export type Move = (point: Float32Array, seen: Seen) => void;

/** How the steps are made. What it remembers belongs to one run. A new optimiser is one file with one of these. */
export type AttackOptimizer = {
  /** Unless the attack has one of its own. */
  readonly stepSize: StepSize;
  /** That a step goes a share of the radii, by the signs of the gradient: what an engine may do as it computes them. */
  readonly signs?: true;
  readonly begin: (run: RunOptions) => Move;
};

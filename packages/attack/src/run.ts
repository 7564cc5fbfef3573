import type { AttackDraw } from './random';

/** What the network gave at a run's point. */
export type Evaluation = {
  /** The values of the specifications. */
  readonly values: Float32Array;
  readonly loss: number;
  /** Of the loss; empty where none was asked for. */
  readonly gradient: Float32Array;
  /** Where a sign step takes the point, if what evaluates makes it. */
  readonly next?: Float32Array;
};

/** One search around one example: a point, and what to do when the network has been evaluated there. */
export type Run = {
  readonly example: number;
  /** The specification it is after, or `ANY`. */
  readonly target: number;
  readonly point: Float32Array;
  /** Of a run of sign steps within a box: the share of its radii that the next one goes. */
  readonly share?: () => number;
  /** For estimates of gradients. */
  readonly random: AttackDraw;
  /** Moves `point` to where the network is wanted next; false when the run is over. */
  readonly advance: (seen: Evaluation) => boolean;
};

/** A run not begun: those of an example that is broken by then never are. */
export type Plan = { readonly example: number; readonly begin: () => Run };

/** Evaluates the network at the points of many runs at once. */
export type Oracle = {
  readonly evaluate: (runs: readonly Run[]) => Promise<Evaluation[]>;
  /** Evaluations of the network that one run costs each time. */
  readonly cost: number;
};

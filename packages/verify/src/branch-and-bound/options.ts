import type { Split } from '@ibp/exact';
import type { Engine } from '@ibp/layers';
import type { NodeBounds } from '@ibp/relax';
import type * as tf from '@tensorflow/tfjs-core';
import type { OpenUnits, SplitTree } from './tree';
import type { FoundWitness } from './witness';

/** A part of the box as soon as it is bounded: the tree while it grows. */
export type BoundedPart = {
  /** Parts are numbered from 0, in the order in which they are first bounded; one of them may be bounded again. */
  readonly part: number;
  /** The number of the part that it is a half of, and how that one was cut; none of the whole box. */
  readonly of?: number;
  readonly split?: Split;
  /** Which row of the specification. */
  readonly spec: number;
  /** An upper bound of the row on this part: proved where it is below 0. */
  readonly bound: number;
};

/** Options of `branchAndBound`. */
export type BranchAndBoundOptions = {
  /** How many parts of the box are bounded at once: memory on the backend is in proportion. 32 unless given. */
  readonly batch?: number;
  /** Steps of the optimiser for the whole box (40 unless given) and for each part of it (15). */
  readonly rootSteps?: number;
  readonly steps?: number;
  /** Adam's rates for slopes (0.1) and multipliers (0.05), and their decay with each step (0.97). */
  readonly slopeRate?: number;
  readonly betaRate?: number;
  readonly decay?: number;
  /** The most parts that may wait; more end the search. 20,000 unless given. */
  readonly maxDomains?: number;
  /** The most parts that are bounded in all; no limit unless given. Unlike time it gives the same end everywhere. */
  readonly maxNodes?: number;
  /** Milliseconds by `now`; no limit unless given. */
  readonly budget?: number;
  /** A clock in milliseconds: `performance.now` unless given. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Bounds of the hidden units of the whole box: `crownBounds` unless given. */
  readonly bounds?: NodeBounds;
  /** Signed gradient steps from the points at which the linear bounds are attained, in search of a counter-example; 10 unless given. */
  readonly attackSteps?: number;
  /** Points at which the linear bounds are attained, `[n, ...inputShape]`, to others to try: an attack of your own. */
  readonly improve?: (x: tf.Tensor) => tf.Tensor;
  /**
   * Computes the bounds of parts, and the steps towards counter-examples, as compiled functions: `onnxEngine()` of `@ibp/onnx`.
   * A network that it cannot compile is bounded by tfjs.
   */
  readonly engine?: Engine;
  /** Hears of every part that was bounded. */
  readonly onPart?: (part: BoundedPart) => void;
};

/** What `branchAndBound` found out about one example. */
export type BranchAndBoundResult = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  /** Where falsified. */
  readonly witness?: FoundWitness;
  /** Why unknown: `time`, `aborted`, `domains`, `nodes`, `not finite`, or `unresolved`: all signs are decided, yet a bound is not below 0. */
  readonly reason?: 'time' | 'aborted' | 'domains' | 'nodes' | 'not finite' | 'unresolved';
  /** Parts of the box that were bounded. */
  readonly nodes: number;
  /** An upper bound of the specifications over the whole box; NaN where nothing was bounded. */
  readonly bound: number;
  /** For each specification how the box was cut, and what bounds each leaf; empty where nothing was bounded. */
  readonly trees: readonly SplitTree[];
  /** The units that the slopes of leaves are of. */
  readonly openUnits: OpenUnits;
};

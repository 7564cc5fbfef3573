import type { Figure } from './numbers';

/** What a run was computed with. */
export type SoftwareData = {
  readonly node?: string;
  readonly platform?: string;
  readonly processor?: string;
  readonly memoryGiB?: number;
  /** By package. */
  readonly packages?: { readonly [name: string]: string };
};

/** One invocation that trained. */
export type SessionData = {
  readonly resumedAt?: number;
  readonly startedAt?: string;
  readonly engine?: string;
  readonly backend?: string;
  readonly versions?: SoftwareData;
};

/** What the images of a run are. */
export type SourceData = {
  readonly source?: string;
  readonly description?: string;
  readonly train?: number;
  /** How many were evaluated on. */
  readonly test?: number;
  /** What they are: `test` unless given, or `validation`. */
  readonly part?: string;
};

/**
 * What the folder of a run says of it: `run.json`, written when its first step is done, or `report.json`, which has its
 * evaluation as well. All of it may be missing.
 */
export type RunData = {
  readonly example?: string;
  /** Field by field. */
  readonly recipe?: object;
  readonly data?: SourceData;
  readonly augment?: string;
  readonly network?: { readonly parameters?: number; readonly hiddenUnits?: number };
  readonly sessions?: readonly SessionData[];
  readonly backend?: string;
  readonly versions?: SoftwareData;
  readonly training?: {
    readonly engine?: string;
    readonly totalSeconds?: number;
    readonly history?: readonly MetricsData[];
  };
  readonly evaluation?: EvaluationData;
  /** What verified in it; `ibp` unless given. */
  readonly bound?: string;
  readonly weightsHash?: string;
};

/** Errors are shares of 1. */
export type EvaluationData = {
  readonly epsilon?: Figure | ArrayLike<number>;
  readonly examples: number;
  readonly error: Figure;
  readonly verifiedError: Figure;
};

/** A row of `metrics.jsonl`: what the steps up to `step` did. */
export type MetricsData = {
  readonly from?: number;
  readonly step: number;
  /** Passes over the training set so far. */
  readonly epoch?: number;
  readonly epsilon?: Figure;
  readonly kappa?: Figure;
  readonly learningRate?: Figure;
  readonly loss?: Figure;
  /** Of the loss, by name. */
  readonly parts?: { readonly [name: string]: Figure };
  readonly gradientNorm?: Figure;
  readonly seconds?: number;
  /** On a few test examples. */
  readonly tracked?: TrackedData;
};

/** How a network does on a few test examples while it is trained. Errors are shares of 1. */
export type TrackedData = {
  readonly examples?: number;
  readonly epsilon?: Figure;
  readonly error?: Figure;
  readonly verifiedError?: Figure;
  readonly bound?: string;
  readonly adversarialError?: Figure;
  /** Shares of the ReLUs. */
  readonly stability?: { readonly active: Figure; readonly inactive: Figure; readonly unstable: Figure };
};

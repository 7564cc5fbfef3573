import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import type { Ball, Question } from './question';
import type { UnknownReason } from './verdict';

/** A question and the rows that no stage has proved yet. */
export type OpenQuestion = Question & {
  readonly open: readonly number[];
  /** The least upper bound that a stage found of an open row. */
  readonly bounds?: { readonly [row: number]: number };
};

/** What a stage may use. */
export type StageContext = Ball & {
  readonly network: Network | LoweredNetwork;
  /** The same network without tfjs. */
  readonly plain: PlainNetwork;
  /** What proofs have to hold in: where that is not `real`, only evidence that holds in it counts. */
  readonly arithmetic: Arithmetic;
  readonly seed: number;
  /** Seconds that the question may still take; where a stage takes several, what each of them may. */
  readonly secondsLeft: number;
  readonly signal: AbortSignal;
};

/** What a stage found out about one question. Nothing in it is final before the cascade has looked at it. */
export type Finding = {
  /** Rows that hold in the whole ball. */
  readonly proved?: readonly number[];
  /** Conjunctions that are refuted, whatever became of their rows: with evidence that counts conjunctions and not rows. */
  readonly refuted?: readonly number[];
  /** A point that may break a row: the cascade runs it through the network. */
  readonly candidate?: Float32Array;
  /** Upper bounds, by row. */
  readonly bounds?: { readonly [row: number]: number };
  /** Why the rest is open, if there is more to say than that it is. */
  readonly remark?: { readonly reason: UnknownReason; readonly detail: string };
  /** What lets another program check the proof, as JSON. */
  readonly evidence?: unknown;
};

/** A step of the cascade: any way to prove rows or to break them. */
export type Stage = {
  readonly name: string;
  /** The most questions it takes at once; 1 for the stages that take long over each. */
  readonly batch: number;
  /** One finding for each question, in order. */
  readonly run: (questions: readonly OpenQuestion[], context: StageContext) => Promise<readonly Finding[]>;
  /** Throws where what the stage computes with can prove nothing; asked once, before all else. */
  readonly check?: (network: Network | LoweredNetwork) => Promise<void>;
  /** Ends threads that the stage holds. */
  readonly close?: () => Promise<void>;
};

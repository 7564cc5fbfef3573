import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '@ibp/exact';
import type { Ball } from '../question';
import type { Finding, OpenQuestion } from '../stage';

/** What is the same for all that one run asks. */
export type StageAbout = {
  readonly plain: PlainNetwork;
  readonly arithmetic: Arithmetic;
  readonly seed: number;
};

/** What a worker is asked, in which run: a name that no other has, whoever asks, or one would be answered of another's network. */
export type StageTask = { readonly run: string } & (
  | { readonly kind: 'begin'; readonly about: StageAbout }
  /** To take questions through one of its stages. */
  | {
      readonly kind: 'stage';
      /** Its place, and its name, so that nobody is asked who has other stages. */
      readonly place: number;
      readonly name: string;
      readonly questions: readonly OpenQuestion[];
      readonly ball: Ball;
      readonly secondsLeft: number;
    }
);

/** What it answers. */
export type StageReply =
  | { readonly kind: 'began' }
  /** It was not told that this run began, or has begun anew itself since: to be told, and asked again. */
  | { readonly kind: 'untold' }
  | { readonly kind: 'found'; readonly findings: readonly Finding[] }
  /** The stage threw: something that it does not support, or else a fault. */
  | { readonly kind: 'threw'; readonly message: string; readonly unsupported: boolean };

/**
 * Others who run stages of a cascade, in threads or processes of their own: each answers what it is asked by `stageWorker`. All that is
 * sent can be cloned (`structuredClone`). Each is asked one thing at a time.
 */
export type StageWorkers = {
  readonly count: number;
  /**
   * Asks worker `index`. The signal ends a stage early.
   *
   * @throws (rejects) where the worker has ended; it is asked again, and has then begun anew or rejects once more.
   */
  readonly ask: (index: number, task: StageTask, signal: AbortSignal) => Promise<StageReply>;
};

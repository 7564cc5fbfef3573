import type { PlainNetwork } from '@ibp/core';
import type { Enclosure, Enclosures } from '@ibp/exact';
import type { HiddenPlanes } from '../activation-split/hidden-planes';
import type { Found } from '../attack/attack';
import type { PropertyReason } from '../result';
import type { UnsafeRows } from '../rows';

/** What is searched, as one knows it who searches parts of it. */
export type SearchAbout = {
  /** With the rows of the property, `rows` are of its output. */
  readonly plain: PlainNetwork;
  readonly rows: UnsafeRows;
  readonly box: Enclosure;
  readonly seed: number;
  /** How parts are cut: by features, so many parts at once, by activations, by what is known of the whole box, by sides of planes, or by factors of products. */
  readonly cut:
    | { readonly by: 'inputs'; readonly batch: number; readonly attackPoints: number }
    | {
        readonly by: 'activations';
        readonly enclosures: Enclosures;
        readonly planes?: HiddenPlanes | undefined;
      }
    | { readonly by: 'planes' | 'products'; readonly conjunction: number };
};

/** A part with the number that it was given away under. */
export type Dealt<Part> = { readonly number: number; readonly part: Part };

/** What a worker is asked, of which search: parts of another one are none that it knows. */
export type SearchTask = { readonly search: string } & (
  | { readonly kind: 'begin'; readonly about: SearchAbout }
  /** Takes up parts, and searches all that it has until it has bounded so many, or so many seconds are over. */
  | {
      readonly kind: 'search';
      readonly parts: readonly Dealt<unknown>[];
      readonly nodes: number;
      readonly seconds: number;
    }
  /** Gives away parts that it has, under these numbers. */
  | { readonly kind: 'give'; readonly numbers: readonly number[] }
  /** Tells how all that it took up was cut. */
  | { readonly kind: 'trees' }
  /** Forgets the search. */
  | { readonly kind: 'end' }
);

/** How far a worker has come. */
export type Came = {
  /** Parts that it has yet. */
  readonly open: number;
  /** Parts that it has bounded now. */
  readonly nodes: number;
  /** Whether a part that can be cut no further is not refuted. */
  readonly unresolved: boolean;
  readonly reason?: PropertyReason;
  readonly witness?: Found;
};

/** What it answers, of the same search. */
export type SearchReply = { readonly search: string } & (
  | { readonly kind: 'began' }
  | { readonly kind: 'came'; readonly came: Came }
  | { readonly kind: 'gave'; readonly parts: readonly Dealt<unknown>[] }
  | { readonly kind: 'trees'; readonly trees: unknown }
  | { readonly kind: 'ended' }
);

/**
 * Others who search parts of a box at the same time, in threads or processes of their own: each answers what it is asked by
 * `searchWorker`. All that is sent can be cloned (`structuredClone`). They are at one search at a time: others go on without them.
 */
export type SearchWorkers = {
  /** How many, besides the one who asks. */
  readonly count: number;
  /** How many parts are bounded before they get any, as what is easy is not worth it: 128 unless given. */
  readonly after?: number;
  /**
   * Asks worker `index`. The signal ends a search early, which is then answered.
   *
   * @param seconds what is left: who has not answered by long after that never will.
   * @throws (rejects) where the worker has ended, or fails.
   */
  readonly ask: (
    index: number,
    task: SearchTask,
    about: { readonly seconds: number; readonly signal?: AbortSignal | undefined },
  ) => Promise<SearchReply>;
};

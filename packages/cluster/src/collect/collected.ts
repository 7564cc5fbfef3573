import type { Certified } from '@ibp/verify';
import type { CampaignCase } from '../campaign/cases';
import type { Confirmed } from './confirm';
import { printable } from './printable';

/** The result of a case, and what the checker makes of it. */
export type Collected = {
  readonly of: CampaignCase;
  readonly certified: Certified;
  readonly worker: string;
  readonly check: Confirmed;
};

/** A worker whose results are not to be trusted, and why. */
export type Suspect = { readonly worker: string; readonly number: number; readonly why: string };

/** As it may be printed: its words are those of others. */
export const told = ({ worker, number, why }: Suspect): Suspect => ({
  ...{ worker: printable(worker), number, why: printable(why) },
});

/** What a campaign has come to. */
export type Collection = {
  /** By the number of their case, each there once. */
  readonly results: ReadonlyMap<number, Collected>;
  /** Cases without a result, those among them whose result was thrown away: to be queued again. */
  readonly missing: readonly number[];
  readonly thrown: readonly number[];
  readonly suspects: readonly Suspect[];
};

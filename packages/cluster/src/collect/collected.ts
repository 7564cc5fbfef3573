import type { Certified } from '@ibp/verify';
import type { CampaignCase } from '../campaign/cases';
import type { Confirmed } from './confirm';

/** The result of a case, and what the checker makes of it. */
export type Collected = {
  readonly of: CampaignCase;
  readonly certified: Certified;
  readonly worker: string;
  readonly check: Confirmed;
};

/** A worker whose results are not to be trusted, and why. */
export type Suspect = { readonly worker: string; readonly number: number; readonly why: string };

/** What a campaign has come to. */
export type Collection = {
  /** By the number of their case, each there once. */
  readonly results: ReadonlyMap<number, Collected>;
  /** Cases without a result, those among them whose result was thrown away: to be queued again. */
  readonly missing: readonly number[];
  readonly thrown: readonly number[];
  readonly suspects: readonly Suspect[];
};

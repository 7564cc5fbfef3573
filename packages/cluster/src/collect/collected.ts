import type { Certified } from '@ibp/verify';
import type { CampaignCase } from '../campaign/cases';
import type { Confirmed } from './confirm';
import type { Gathered } from './gathering';

/** The result of a case, and what the checker makes of it. */
export type Collected = {
  readonly of: CampaignCase;
  readonly certified: Certified;
  readonly worker: string;
  readonly check: Confirmed;
};

/** What a campaign has come to. */
export type Collection = Gathered<Collected>;

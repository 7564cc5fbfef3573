import { fail, type PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import { getFile } from '../store/content';
import type { Store } from '../store/store';
import { type Campaign, caseCount, parseCampaign } from './campaign';
import type { CaseList } from './case-list';
import { caseAt, caseId } from './cases';
import { decodeInputs, type Inputs } from './inputs';
import { parseJson } from './parse-json';

/** A campaign and what it asks about. */
export type LoadedCampaign = CaseList & {
  readonly campaign: Campaign;
  readonly inputs: Inputs;
  /** A network of it, read once. */
  readonly network: (hash: string) => Promise<PlainNetwork>;
};

/**
 * Reads a campaign from a store.
 *
 * @throws when it, or its inputs, are not there, damaged, or of another version, or the inputs are not as many as it says.
 */
export async function loadCampaign(store: Store, id: string): Promise<LoadedCampaign> {
  const campaign = parseCampaign(parseJson('campaign', await getFile(store, id, 'a campaign')));
  const inputs = decodeInputs(await getFile(store, campaign.inputs, 'the inputs'));
  if (inputs.labels.length !== campaign.count) {
    fail('campaign', `expected ${campaign.count} inputs, got ${inputs.labels.length}`);
  }
  const networks = new Map<string, Promise<PlainNetwork>>();
  const network = (hash: string) => {
    const known = networks.get(hash) ?? getFile(store, hash, 'a network').then(decodePlainNetwork);
    networks.set(hash, known);
    return known;
  };
  return {
    ...{ id, name: campaign.name, cases: caseCount(campaign), campaign, inputs, network },
    idOf: (number) => caseId(campaign, inputs, caseAt(campaign, number)),
  };
}

import { fail, type PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import { getFile } from '../store/content';
import type { Store } from '../store/store';
import { type Campaign, parseCampaign } from './campaign';
import { decodeInputs, type Inputs } from './inputs';

/** A campaign and what it asks about. */
export type LoadedCampaign = {
  /** Its hash. */
  readonly id: string;
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
  const bytes = await getFile(store, id, 'a campaign');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    fail('campaign', `expected one in JSON at ${id}, got something else`);
  }
  const campaign = parseCampaign(value);
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
  return { id, campaign, inputs, network };
}

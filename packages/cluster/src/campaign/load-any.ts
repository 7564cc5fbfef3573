import { fail } from '@ibp/core';
import { type LoadedProperties, loadPropertyCampaign } from '../properties/property-campaign';
import { getFile } from '../store/content';
import type { Store } from '../store/store';
import { type LoadedCampaign, loadCampaign } from './load';
import { parseJson } from './parse-json';

/** A campaign over images, or one over files of properties. */
export type AnyCampaign = LoadedCampaign | LoadedProperties;

/** Whether a campaign is one over files of properties. */
export const isOfProperties = (loaded: AnyCampaign): loaded is LoadedProperties => 'instances' in loaded;

/**
 * Reads a campaign of either kind from a store.
 *
 * @throws when it is not there, damaged, or of another kind or version.
 */
export async function loadAnyCampaign(store: Store, id: string): Promise<AnyCampaign> {
  const value = parseJson('campaign', await getFile(store, id, 'a campaign'));
  const { format } = (value ?? {}) as { format?: unknown };
  if (format === 'ibp-property-campaign') return loadPropertyCampaign(store, id);
  if (format === 'ibp-campaign') return loadCampaign(store, id);
  return fail('campaign', `expected a campaign at ${id}, got something else`);
}

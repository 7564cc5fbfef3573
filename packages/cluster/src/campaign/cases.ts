import { fail } from '@ibp/core';
import { type Campaign, caseCount } from './campaign';
import { canonicalJson, sha256 } from './hash';
import { type Inputs, inputAt, radiiAt } from './inputs';

/** One case: a network, a radius, and an example. */
export type CampaignCase = {
  /** Its place among the cases of the campaign. */
  readonly number: number;
  /** Of the plain network, in the store. */
  readonly network: string;
  readonly epsilon: number;
  /** Of the example in the inputs: what an attack draws goes by it. */
  readonly place: number;
};

/** @throws unless the campaign has a case of this number. */
export function caseAt(campaign: Campaign, number: number): CampaignCase {
  const cases = caseCount(campaign);
  if (!(Number.isInteger(number) && number >= 0 && number < cases)) {
    fail('campaign', `expected cases from 0 to ${cases - 1}, got ${number}`);
  }
  const { networks, epsilons, count } = campaign;
  const pair = Math.floor(number / count);
  const network = networks[Math.floor(pair / epsilons.length)]!;
  return { number, network, epsilon: epsilons[pair % epsilons.length]!, place: number % count };
}

/**
 * What names a case over campaigns, and its result in a store: the hash of the network, of what is asked, of the method with all its
 * settings, and of the software. Cases of one id have one result.
 */
export function caseId(
  { software, method }: Campaign,
  inputs: Inputs,
  { network, epsilon, place }: CampaignCase,
): string {
  const x = inputAt(inputs, place);
  const asked = {
    x: sha256(new Uint8Array(x.buffer, x.byteOffset, x.byteLength)),
    label: inputs.labels[place],
    classes: inputs.classes,
    range: inputs.range,
    radii: radiiAt(inputs, epsilon),
    place,
  };
  return sha256(canonicalJson({ network, asked, method, software }));
}

import { fail } from '@ibp/core';
import * as v from 'valibot';
import type { CaseList } from '../campaign/case-list';
import { canonicalJson, hashPattern, sha256 } from '../campaign/hash';
import { parseJson } from '../campaign/parse-json';
import { getFile } from '../store/content';
import type { Store } from '../store/store';
import { decodeInstances, type PropertyInstance } from './instances';

const hash = v.pipe(v.string(), v.regex(hashPattern, 'expected a SHA-256 in hexadecimal'));
const whole = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

/** How properties are settled. Budgets are counted in parts of the box, so that they end alike on every machine. */
const methodSchema = v.strictObject({
  /** Parts that a search may bound for one file of properties. */
  nodes: whole(1),
  /** Wall-clock seconds for one file, and as many again for the proof: a last guard, which no case should come to. */
  seconds: positive,
});

/** How properties are settled. */
export type PropertyMethod = v.InferOutput<typeof methodSchema>;

const campaignSchema = v.strictObject({
  format: v.literal('ibp-property-campaign'),
  version: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(200)),
  /** The version of the packages that its results are to come from: those of others are refused. */
  software: v.pipe(v.string(), v.maxLength(100)),
  /** Networks and properties, a file of the store (see `encodeInstances`), and how many they are. */
  instances: hash,
  count: whole(1),
  method: methodSchema,
});

/** A campaign over files of properties, as data: each network with its file is a case. */
export type PropertyCampaign = v.InferOutput<typeof campaignSchema>;

/**
 * Checks that a value is a campaign over files of properties, of this version.
 *
 * @throws `campaign: method.nodes: Invalid value ...`, or that it is of another version, saying which.
 */
export function parsePropertyCampaign(value: unknown): PropertyCampaign {
  const { version, format } = (value ?? {}) as { version?: unknown; format?: unknown };
  if (format === 'ibp-property-campaign' && version !== 1) {
    fail('campaign', `expected one of version 1, got version ${JSON.stringify(version)}`);
  }
  const result = v.safeParse(campaignSchema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  return fail('campaign', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}

/** The text of a campaign, one for equal campaigns, and its hash, by which all name it. */
export function propertyCampaignText(campaign: PropertyCampaign): {
  readonly text: string;
  readonly id: string;
} {
  const text = canonicalJson(parsePropertyCampaign(campaign));
  return { text, id: sha256(text) };
}

/** What is in the files of a case. */
export type PropertyContents = {
  readonly onnx: Uint8Array;
  /** Files of weights by the names that the network has for them. */
  readonly external: ReadonlyMap<string, Uint8Array>;
  readonly vnnlib: string;
  readonly names: PropertyInstance['names'];
};

/** A campaign over files of properties, and what it asks about. */
export type LoadedProperties = CaseList & {
  readonly campaign: PropertyCampaign;
  readonly instances: readonly PropertyInstance[];
  /** @throws when a file is not in the store, or is not what its name says. */
  readonly contents: (number: number) => Promise<PropertyContents>;
};

/**
 * Reads a campaign over files of properties from a store.
 *
 * @throws when it, or its list of instances, is not there, damaged, or of another version.
 */
export async function loadPropertyCampaign(store: Store, id: string): Promise<LoadedProperties> {
  const campaign = parsePropertyCampaign(parseJson('campaign', await getFile(store, id, 'a campaign')));
  const { software, method, count, name } = campaign;
  const instances = decodeInstances(await getFile(store, campaign.instances, 'the instances'));
  if (instances.length !== count) fail('campaign', `expected ${count} instances, got ${instances.length}`);
  const at = (number: number) =>
    instances[number] ?? fail('campaign', `expected cases from 0 to ${count - 1}, got ${number}`);
  let last: { readonly hash: string; readonly bytes: Promise<Uint8Array> } | undefined;
  /** Files come one after the other of one network most often. */
  const networkAt = (hash: string) => {
    if (last?.hash !== hash) last = { hash, bytes: getFile(store, hash, 'a network') };
    return last.bytes;
  };
  return {
    ...{ id, name, cases: count, campaign, instances },
    idOf: (number) => {
      const { onnx, external, vnnlib } = at(number);
      return sha256(canonicalJson({ onnx, external, vnnlib, method, software }));
    },
    contents: async (number) => {
      const { onnx, external, vnnlib, names } = at(number);
      const files = new Map<string, Uint8Array>();
      for (const [location, of] of Object.entries(external)) {
        files.set(location, await getFile(store, of, 'weights'));
      }
      const text = new TextDecoder().decode(await getFile(store, vnnlib, 'a file of properties'));
      return { onnx: await networkAt(onnx), external: files, vnnlib: text, names };
    },
  };
}

import { fail } from '@ibp/core';
import { arithmetics } from '@ibp/exact';
import * as v from 'valibot';
import { canonicalJson, hashPattern, sha256 } from './hash';

const hash = v.pipe(v.string(), v.regex(hashPattern, 'expected a SHA-256 in hexadecimal'));
const whole = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

/** How a case is settled. Budgets are counted in steps and parts of the box, so that they end alike on every machine. */
const methodSchema = v.strictObject({
  mode: v.picklist(['float32', 'rigorous']),
  /** What verdicts have to hold in; real numbers unless given. */
  arithmetic: v.optional(v.picklist(arithmetics)),
  /** Of the attack. */
  pgdSteps: whole(1),
  pgdRestarts: whole(1),
  autoPgd: v.boolean(),
  /** What decides what bounds leave open, in this order; a MIP leaves no proof. */
  complete: v.array(v.picklist(['mip', 'branch-and-bound', 'clip-and-verify'])),
  /** Parts of the box that a search may bound for one case. */
  nodes: whole(1),
  /** Wall-clock seconds for one case: a last guard, which no case should come to. */
  seconds: positive,
  seed: whole(0),
  /** Whether interval bounds fold the last layer into the specification. */
  elision: v.boolean(),
});

/** How a case is settled. */
export type CampaignMethod = v.InferOutput<typeof methodSchema>;

const campaignSchema = v.strictObject({
  format: v.literal('ibp-campaign'),
  version: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(200)),
  /** The version of the packages that its results are to come from: those of others are refused. */
  software: v.pipe(v.string(), v.maxLength(100)),
  /** Of plain networks, files of the store. */
  networks: v.pipe(v.array(hash), v.minLength(1)),
  /** Of what is asked, a file of the store (see `encodeInputs`), and how many examples it has. */
  inputs: hash,
  count: whole(1),
  epsilons: v.pipe(v.array(v.pipe(v.number(), v.finite(), v.minValue(0))), v.minLength(1)),
  method: methodSchema,
});

/**
 * A verification campaign as data: every example of the inputs, for each network and each radius, is a case. Networks and inputs
 * are named by their content.
 */
export type Campaign = v.InferOutput<typeof campaignSchema>;

/** The number of cases. */
export const caseCount = ({ networks, epsilons, count }: Campaign): number =>
  networks.length * epsilons.length * count;

/** The greatest number of cases of one campaign: of more, a bitmap of Redis has no room. */
const mostCases = 2 ** 32;

/**
 * Checks that a value is a campaign of this version.
 *
 * @throws `campaign: method.nodes: Invalid value ...`, or that it is of another version, saying which.
 */
export function parseCampaign(value: unknown): Campaign {
  const { version, format } = (value ?? {}) as { version?: unknown; format?: unknown };
  if (format === 'ibp-campaign' && version !== 1) {
    fail('campaign', `expected one of version 1, got version ${JSON.stringify(version)}`);
  }
  const result = v.safeParse(campaignSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return fail('campaign', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const cases = caseCount(result.output);
  if (cases > mostCases) fail('campaign', `expected at most ${mostCases} cases, got ${cases}`);
  return result.output;
}

/** The text of a campaign, one for equal campaigns, and its hash, by which all name it. */
export function campaignText(campaign: Campaign): { readonly text: string; readonly id: string } {
  const text = canonicalJson(parseCampaign(campaign));
  return { text, id: sha256(text) };
}

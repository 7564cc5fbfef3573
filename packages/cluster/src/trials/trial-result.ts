import { fail } from '@ibp/core';
import * as v from 'valibot';
import { hashPattern } from '../campaign/hash';
import { curveSchema } from '../sweep/median';
import type { TrialFound } from '../sweep/result';

/** What a worker found of a run, as the store keeps it. */
export type TrialClaim = {
  /** Of the run. */
  readonly id: string;
  /** Who says so. */
  readonly worker: string;
  /** The version of the packages that trained it. */
  readonly software: string;
  readonly found: TrialFound;
  /** The hash of its files, which are in the store. */
  readonly files: string;
};

// JSON has no NaN: what failed is null
const error = v.pipe(
  v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  v.transform((value) => value ?? Number.NaN),
);
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const claimSchema = v.strictObject({
  format: v.literal('ibp-trial-result'),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(hashPattern)),
  worker: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  software: v.pipe(v.string(), v.maxLength(100)),
  found: v.strictObject({
    cleanError: error,
    certifiedError: error,
    curve: v.optional(curveSchema),
    stopped: v.optional(share),
  }),
  files: v.pipe(v.string(), v.regex(hashPattern)),
});

export const claimBytes = (claim: TrialClaim): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ format: 'ibp-trial-result', version: 1, ...claim }));

/**
 * Reads what a store has of a run. Its form is checked, and nothing that it claims.
 *
 * @throws saying what is not as it should be.
 */
export function readClaim(bytes: Uint8Array): TrialClaim {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    fail('trial', 'expected a result in JSON, got something else');
  }
  const parsed = v.safeParse(claimSchema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return fail('trial', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const { format: _, version: __, found, ...rest } = parsed.output;
  const { cleanError, certifiedError, curve, stopped } = found;
  return {
    ...rest,
    found: {
      ...{ cleanError, certifiedError },
      ...(curve ? { curve } : {}),
      ...(stopped === undefined ? {} : { stopped }),
    },
  };
}

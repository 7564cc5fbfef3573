import { fail, isIbpError } from '@ibp/core';
import { type Certified, fromJson, toJson } from '@ibp/verify';
import * as v from 'valibot';
import { hashPattern } from '../campaign/hash';

/** What a worker found out about a case, as the store keeps it. */
export type CaseResult = {
  /** Of the case. */
  readonly id: string;
  /** Who says so. */
  readonly worker: string;
  /** The version of the packages that found it. */
  readonly software: string;
  readonly certified: Certified;
};

const text = v.string();
const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const reason = v.picklist(['time-out', 'not-finite', 'tolerance', 'unsupported', 'failure', 'undecided']);
const witness = v.strictObject({
  x: v.instance(Float32Array),
  row: place,
  conjunction: v.optional(place),
  margin: v.number(),
});
const certifiedSchema = v.strictObject({
  index: place,
  open: v.array(place),
  proofs: v.record(text, v.strictObject({ stage: text, bound: v.optional(v.number()) })),
  bounds: v.record(text, v.number()),
  remarks: v.array(v.strictObject({ stage: text, reason, detail: text })),
  evidence: v.array(v.strictObject({ stage: text, data: v.unknown() })),
  seconds: v.record(text, v.number()),
  verdict: v.variant('status', [
    v.strictObject({ status: v.literal('verified'), method: text }),
    v.strictObject({ status: v.literal('falsified'), method: text, witness }),
    v.strictObject({ status: v.literal('unknown'), reason, detail: text }),
  ]),
});
const resultSchema = v.strictObject({
  format: v.literal('ibp-case-result'),
  version: v.literal(1),
  id: v.pipe(text, v.regex(hashPattern)),
  worker: v.pipe(text, v.minLength(1), v.maxLength(200)),
  software: text,
  certified: certifiedSchema,
});

export const resultBytes = (result: CaseResult): Uint8Array =>
  new TextEncoder().encode(toJson({ format: 'ibp-case-result', version: 1, ...result }));

/**
 * Reads what a store has for a case. Its form is checked, and nothing that it claims.
 *
 * @throws saying what is not as it should be.
 */
export function readResult(bytes: Uint8Array): CaseResult {
  let value: unknown;
  try {
    value = fromJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail('result', `expected JSON, got ${isIbpError(error) ? error.message : 'something else'}`);
  }
  const parsed = v.safeParse(resultSchema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return fail('result', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const { id, worker, software, certified } = parsed.output;
  return { id, worker, software, certified: certified as Certified };
}

import { fail } from '@ibp/core';
import * as v from 'valibot';
import { hashPattern } from '../campaign/hash';
import { parseJson } from '../campaign/parse-json';

const text = v.string();
const numbers = v.pipe(v.array(v.number()), v.readonly());
const seconds = v.pipe(v.number(), v.minValue(0));
const answerSchema = v.strictObject({
  answer: v.picklist(['sat', 'unsat', 'timeout', 'unknown', 'error']),
  reason: v.optional(text),
  witness: v.optional(v.strictObject({ input: numbers, output: numbers, onnxruntime: v.boolean() })),
  method: text,
  nodes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  seconds,
  confirmed: v.optional(v.boolean()),
  open: v.optional(text),
  confirmSeconds: v.optional(seconds),
});
const claimSchema = v.strictObject({
  format: v.literal('ibp-property-result'),
  version: v.literal(1),
  id: v.pipe(text, v.regex(hashPattern)),
  worker: v.pipe(text, v.minLength(1), v.maxLength(200)),
  software: v.pipe(text, v.maxLength(100)),
  verification: answerSchema,
  certificate: v.optional(v.pipe(text, v.regex(hashPattern))),
});

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** What was made of a file of properties, in the words of the verification competition. */
export type PropertyAnswer = Given<v.InferOutput<typeof answerSchema>>;

/** What a worker found out about a case, as the store keeps it. */
export type PropertyClaim = {
  /** Of the case. */
  readonly id: string;
  /** Who says so. */
  readonly worker: string;
  /** The version of the packages that found it. */
  readonly software: string;
  readonly verification: PropertyAnswer;
  /** The hash of its proof, which is in the store. */
  readonly certificate?: string;
};

export const propertyClaimBytes = (claim: PropertyClaim): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ format: 'ibp-property-result', version: 1, ...claim }));

/**
 * Reads what a store has of a case. Its form is checked, and nothing that it claims.
 *
 * @throws saying what is not as it should be.
 */
export function readPropertyClaim(bytes: Uint8Array): PropertyClaim {
  const parsed = v.safeParse(claimSchema, parseJson('result', bytes), { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return fail('result', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const { format: _, version: __, ...claim } = parsed.output;
  return claim as PropertyClaim;
}

import * as v from 'valibot';
import { arithmetics } from '../rigorous/arithmetic';
import { packedSchema } from './numbers';
import { count, number, numbers, proofSchema } from './proof-schema';

/** SHA-256 in hexadecimal. */
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** An end may be infinite, which JSON cannot say in a number. */
const end = v.union([number, v.picklist(['Infinity', '-Infinity'])]);
const perFeature = <S extends v.GenericSchema>(one: S) => v.union([one, v.array(one)]);
/** Float64, for all features or for each. */
const epsilon = perFeature(v.pipe(number, v.minValue(0)));
const range = v.strictTuple([perFeature(end), perFeature(end)]);

const verdict = v.variant('status', [
  v.strictObject({ status: v.literal('verified'), proofs: v.array(proofSchema) }),
  v.strictObject({
    status: v.literal('falsified'),
    method: v.optional(v.string()),
    /** An input, and the conjunction whose rows are all 0 or above there. */
    witness: v.strictObject({ x: packedSchema, conjunction: count }),
  }),
  v.strictObject({ status: v.literal('unknown'), reason: v.string() }),
]);

/** The inputs that an example is about: a ball around one, or boxes. */
const region = v.variant('kind', [
  v.strictObject({
    kind: v.literal('ball'),
    /** By the hash of its numbers (see `inputHash`), or embedded. */
    input: v.union([v.strictObject({ sha256 }), packedSchema]),
    /** Those of the certificate unless given. */
    epsilon: v.optional(epsilon),
    range: v.optional(range),
  }),
  v.strictObject({
    kind: v.literal('boxes'),
    boxes: v.array(v.strictObject({ lower: v.array(end), upper: v.array(end) })),
  }),
]);

/** The outputs that none of them may have. */
const unsafe = v.variant('kind', [
  /** Conjunction `k` is one row, `z[label + 1 + k, counted around] - z[label] >= 0`. */
  v.strictObject({ kind: v.literal('other-class'), label: count, classes: count }),
  /** Any of these conjunctions: all its rows `c z + d >= 0`, `c` row by row; of inputs and outputs `c (x, z) + d >= 0`. */
  v.strictObject({
    kind: v.literal('rows'),
    of: v.optional(v.literal('inputs-and-outputs')),
    any: v.array(v.strictObject({ c: numbers, d: numbers })),
  }),
]);

const example = v.strictObject({
  /** Place in the data set. */
  index: count,
  region,
  unsafe,
  verdict,
});

/** What a certificate of version 2 looks like: what is not so is refused as damaged. */
export const certificateSchema = v.strictObject({
  format: v.literal('ibp-certificate'),
  version: v.literal(2),
  /** See `networkHash`. */
  network: sha256,
  /** See `weightsHash` of @ibp/layers; for finding the file. */
  weights: v.optional(sha256),
  /** What the claims hold in. `real`: exact arithmetic of real numbers, for the parameters as stored. Others: see `Arithmetic`. */
  arithmetic: v.picklist(arithmetics),
  /** What the bounds were found with, which says how far stored ones may be off: as float32 rounds, or outward. */
  mode: v.picklist(['float32', 'rigorous']),
  /** Of all balls that do not say their own. */
  epsilon: v.optional(epsilon),
  range: v.optional(range),
  /** Names and versions, for the reader. No name begins with a digit: such keys come in an order of their own in JavaScript. */
  software: v.record(v.pipe(v.string(), v.regex(/^[^0-9]/)), v.string()),
  examples: v.array(example),
  /** SHA-256 of all the rest; see `certificateDigest`. Finds accidents; a forger would compute it anew. */
  digest: sha256,
});

/**
 * What is asked, as a file: the statements of examples as certificates have them, with every input embedded. What a checker
 * is given beside a certificate, so that nothing that was to be proved is taken from there.
 */
export const askedSchema = v.strictObject({
  format: v.literal('ibp-asked'),
  version: v.literal(1),
  /** Of all balls that do not say their own. */
  epsilon: v.optional(epsilon),
  range: v.optional(range),
  examples: v.array(v.strictObject({ index: count, region, unsafe })),
});

/** Version 2, as it is written. */
export type Certificate = v.InferOutput<typeof certificateSchema>;
/** What is asked of examples, as {@link askedSchema} has it. */
export type AskedFile = v.InferOutput<typeof askedSchema>;
/** What a certificate claims of one example. */
export type CertificateExample = v.InferOutput<typeof example>;

import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** SHA-256 in hexadecimal. */
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** JSON has no NaN and no infinity: a number is finite. */
const number = v.pipe(v.number(), v.finite());
const numbers = v.array(number);

/** Slopes of the lines below (above) some units of one activation; units left out have the adaptive slope. */
const slopes = v.strictObject({
  node: count,
  units: v.array(count),
  below: v.optional(numbers),
  above: v.optional(numbers),
});

/** `z >= 0` (active) or `z <= 0` (inactive) for a unit of the value of a node. */
const split = v.strictObject({ node: count, unit: count, side: v.picklist(['active', 'inactive']) });

/** What bounds the hidden units of a backward pass: interval bounds, or backward passes too. */
const intermediate = v.picklist(['ibp', 'crown']);

/** Which rows of the specification, and the upper bounds found for them. */
const rows = { rows: v.pipe(v.array(count), v.minLength(1)), bounds: v.optional(numbers) };

const proof = v.variant('kind', [
  /** Interval bounds, the rows pulled back through the last linear ops. */
  v.strictObject({ kind: v.literal('ibp'), ...rows }),
  /** One backward pass: CROWN, alpha-CROWN with its slopes. */
  v.strictObject({ kind: v.literal('crown'), ...rows, intermediate, slopes: v.optional(v.array(slopes)) }),
  /** Branch and bound: a backward pass for each leaf; `betas` are the multipliers of its splits, in their order. */
  v.strictObject({
    kind: v.literal('tree'),
    ...rows,
    intermediate,
    /** The units that slopes are given of, for each activation. */
    units: v.optional(v.array(v.strictObject({ node: count, units: v.array(count) }))),
    leaves: v.array(
      v.strictObject({
        splits: v.array(split),
        betas: v.optional(numbers),
        /** For each entry of `units`, the slopes of the lines below its units: float32, little-endian, base64. */
        below: v.optional(v.array(v.string())),
      }),
    ),
  }),
  /** A method whose proof cannot be written down, as the infeasibility of a MIP. */
  v.strictObject({ kind: v.literal('unchecked'), ...rows, method: v.string() }),
]);

const verdict = v.variant('status', [
  v.strictObject({ status: v.literal('verified'), proofs: v.array(proof) }),
  v.strictObject({
    status: v.literal('falsified'),
    method: v.optional(v.string()),
    /** The input as float32, little-endian, base64; and the row it breaks. */
    witness: v.strictObject({ x: v.string(), row: count }),
  }),
  v.strictObject({ status: v.literal('unknown'), reason: v.string() }),
]);

const spec = v.variant('kind', [
  /** Row `k` says that class `label + 1 + k` (around) stays below the label. */
  v.strictObject({ kind: v.literal('margins'), label: count, classes: count }),
  /** `c z + d < 0`, `c` row by row. */
  v.strictObject({ kind: v.literal('linear'), c: numbers, d: numbers }),
]);

const example = v.strictObject({
  /** Place in the data set. */
  index: count,
  /** SHA-256 of the input's float32 values, little-endian. */
  input: sha256,
  spec,
  verdict,
});

/** The form that certificates had first: read still, and never written. */
export const certificateSchemaV1 = v.strictObject({
  format: v.literal('ibp-certificate'),
  version: v.literal(1),
  network: sha256,
  weights: v.optional(sha256),
  epsilon: v.pipe(number, v.minValue(0)),
  range: v.pipe(
    v.tuple([number, number]),
    v.check(([least, greatest]) => least < greatest, 'expected a range [least, greatest]'),
  ),
  mode: v.picklist(['float32', 'rigorous']),
  software: v.record(v.string(), v.string()),
  examples: v.array(example),
  digest: sha256,
});

export type CertificateV1 = v.InferOutput<typeof certificateSchemaV1>;
export type ProofV1 = v.InferOutput<typeof proof>;

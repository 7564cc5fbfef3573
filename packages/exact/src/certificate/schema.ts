import * as v from 'valibot';
import { arithmetics } from '../rigorous/arithmetic';
import { packedIntegersSchema } from './integers';
import { packedSchema } from './numbers';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** SHA-256 in hexadecimal. */
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** JSON has no NaN and no infinity: a number is finite. */
const number = v.pipe(v.number(), v.finite());
const numbers = v.array(number);
/** An end may be infinite, which JSON cannot say in a number. */
const end = v.union([number, v.picklist(['Infinity', '-Infinity'])]);
const perFeature = <S extends v.GenericSchema>(one: S) => v.union([one, v.array(one)]);
/** Float64, for all features or for each. */
const epsilon = perFeature(v.pipe(number, v.minValue(0)));
const range = v.strictTuple([perFeature(end), perFeature(end)]);

/** Slopes of the lines below (above) some units of one activation; units left out have the adaptive slope. */
const slopes = v.strictObject({
  node: count,
  units: v.array(count),
  below: v.optional(numbers),
  above: v.optional(numbers),
});

/** `z >= at` (active) or `z <= at` (inactive) for a unit of the value of a node; 0 unless given. */
const split = v.strictObject({
  node: count,
  unit: count,
  side: v.picklist(['active', 'inactive']),
  at: v.optional(number),
});

/** What bounds the hidden units of a backward pass: interval bounds, or backward passes too. */
const intermediate = v.picklist(['ibp', 'crown']);

/**
 * Which conjunctions of the unsafe set are refuted, over which box (all unless given), and upper bounds of what refutes
 * them: on every part of the box, one of the conjunction's rows is below 0, or a combination of them with multipliers.
 */
const refuted = {
  conjunctions: v.pipe(v.array(count), v.minLength(1)),
  box: v.optional(count),
  bounds: v.optional(numbers),
};

/**
 * For each of the proof's conjunctions a multiplier >= 0 of each of its rows: their sum `sum of m (c z + d)` is below 0.
 * Of a conjunction with an empty list, one row is.
 */
const multipliers = v.optional(v.array(v.array(v.pipe(number, v.minValue(0)))));

/** Interval bounds, the rows pulled back through the last linear ops. */
const ibp = v.strictObject({ kind: v.literal('ibp'), ...refuted, multipliers });

/** One backward pass: CROWN, alpha-CROWN with its slopes. */
const crown = v.strictObject({
  kind: v.literal('crown'),
  ...refuted,
  intermediate,
  slopes: v.optional(v.array(slopes)),
  multipliers,
});

/**
 * Branch and bound: a backward pass for each leaf. `splits` are those on the way from the root down, so that the leaves
 * are a tree; `betas` are their multipliers, in their order.
 */
const tree = v.strictObject({
  kind: v.literal('tree'),
  ...refuted,
  intermediate,
  /** The units that slopes are given of, for each activation. */
  units: v.optional(v.array(v.strictObject({ node: count, units: v.array(count) }))),
  /**
   * Of nodes that activations take in, in their order, units that a backward pass each bounds from above and below over the whole
   * box, beside `intermediate`: the slopes of the lines below the `units` of earlier nodes, one list after the other, as in `below`.
   */
  hidden: v.optional(
    v.array(
      v.strictObject({
        node: count,
        units: v.array(count),
        above: v.array(v.string()),
        below: v.array(v.string()),
      }),
    ),
  ),
  leaves: v.array(
    v.strictObject({
      splits: v.array(split),
      betas: v.optional(numbers),
      /** For each entry of `units`, the slopes of the lines below its units: float32, little-endian, base64. */
      below: v.optional(v.array(v.string())),
      /**
       * For units of activations that are convex with a kink at 0 planes above them, in what the linear op before takes in: for each
       * unit the slopes for all entries of that op's row, by column, one unit after the other: float32, little-endian, base64.
       */
      planes: v.optional(v.array(v.strictObject({ node: count, units: v.array(count), slopes: v.string() }))),
      multipliers,
    }),
  ),
});

/** Semidefinite programming, of a network with one hidden layer: what it takes is sought by whoever checks it. */
const sdp = v.strictObject({ kind: v.literal('sdp'), ...refuted, multipliers });

/** A method whose proof cannot be written down, as the infeasibility of a MIP. */
const unchecked = v.strictObject({ kind: v.literal('unchecked'), ...refuted, method: v.string() });

/**
 * Input splits: the box cut in two by a feature, the parts again, and a backward pass for each part that is cut no more.
 * Flat lists in preorder (a part, then all of its lower half, then all of its upper half), see `BoxTree`.
 */
const boxTree = v.strictObject({
  kind: v.literal('box-tree'),
  ...refuted,
  intermediate,
  /**
   * `simplified`: bounds are of `simplifiedNetwork`, `maxima-by-relu`: of `maximaByRelu`, which the checker makes of the network; it
   * and its own proofs have the nodes of that.
   */
  form: v.optional(v.picklist(['simplified', 'maxima-by-relu'])),
  /** 0: a leaf, each conjunction by its best row. 1: a leaf with multipliers. `2 + f`: cut by feature `f`. */
  nodes: packedIntegersSchema,
  /** Where each cut is: both halves hold these points. */
  at: packedSchema,
  /** For each leaf of 1, a number >= 0 for each row of the proof's conjunctions; all 0 for "by its best row". */
  multipliers: v.optional(packedSchema),
  /** Leaves, numbered from 0 in their order, with proofs of their own; they have 0 in `nodes`. */
  own: v.optional(
    v.array(v.strictObject({ leaf: count, proofs: v.array(v.variant('kind', [ibp, crown, tree])) })),
  ),
});

const proof = v.variant('kind', [ibp, crown, tree, boxTree, sdp, unchecked]);

const verdict = v.variant('status', [
  v.strictObject({ status: v.literal('verified'), proofs: v.array(proof) }),
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

export const proofSchema = proof;

/** Version 2, as it is written. */
export type Certificate = v.InferOutput<typeof certificateSchema>;
/** What is asked of examples, as {@link askedSchema} has it. */
export type AskedFile = v.InferOutput<typeof askedSchema>;
/** What a certificate claims of one example. */
export type CertificateExample = v.InferOutput<typeof example>;
/** How a certificate says that one row was proved. */
export type CertificateProof = v.InferOutput<typeof proof>;
/** A proof over a box, or over a part of one that is cut. */
export type PartProof = v.InferOutput<typeof ibp | typeof crown | typeof tree>;
/** The slopes of one activation, as a certificate keeps them. */
export type CertificateSlopes = v.InferOutput<typeof slopes>;

import * as v from 'valibot';
import { packedIntegersSchema } from './integers';
import { packedSchema } from './numbers';

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** JSON has no NaN and no infinity: a number is finite. */
export const number = v.pipe(v.number(), v.finite());
export const numbers = v.array(number);

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
  /**
   * Passes that leaves may be made narrower by first: hidden units are bounded anew on the points at which the plane that the bound of
   * such a pass is the greatest value of is not below 0.
   */
  clips: v.optional(
    v.array(
      v.strictObject({ betas: v.optional(numbers), below: v.optional(v.array(v.string())), multipliers }),
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
      /** One after the other which of the `clips` narrow it, each over the part of its first so many splits. */
      clipped: v.optional(v.array(v.strictTuple([count, count]))),
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

/** How a certificate says that one row was proved. */
export const proofSchema = v.variant('kind', [ibp, crown, tree, boxTree, sdp, unchecked]);

/** How a certificate says that one row was proved. */
export type CertificateProof = v.InferOutput<typeof proofSchema>;
/** A proof over a box, or over a part of one that is cut. */
export type PartProof = v.InferOutput<typeof ibp | typeof crown | typeof tree>;
/** The slopes of one activation, as a certificate keeps them. */
export type CertificateSlopes = v.InferOutput<typeof slopes>;

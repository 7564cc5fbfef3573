import {
  assertSpec,
  canPullBack,
  chargedConstant,
  type IntervalBounds,
  type LinearSpec,
  linearRounding,
  magnitude,
  orNaNIfMinusInfinity,
  outwardUpperBound,
  pullBack,
  pullBackRounding,
  sumOfLast,
  sumTerms,
  upperBound,
} from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** A relu whose dual variables are to be chosen. */
export type DualUnit = {
  readonly node: number;
  /** Of what goes into the relu, `[batch, ...units]`. */
  readonly bounds: IntervalBounds;
  /** The variables of what comes out of it, `[batch, specs, ...units]`. */
  readonly after: tf.Tensor;
};

/** The variables of what goes into a relu, of the shape of `after`. Any values give a bound; good ones a tight one. */
export type DualVariables = (unit: DualUnit) => tf.Tensor;

/** What a dual bound is computed from. */
export type DualOptions = {
  /** Bounds of a node's output, by its index; sound ones, if the result is to be. */
  readonly boundsOf: (node: number) => IntervalBounds;
  readonly variables: DualVariables;
  /** Whether what float32 may have lost is added; not unless given. */
  readonly outward?: boolean;
};

/**
 * An upper bound of a specification by Lagrangian duality (Dvijotham et al. 2018, "A Dual Approach to Scalable
 * Verification of Deep Networks"; Wong & Kolter 2018): from the output backwards, a relu `y = max(z, 0)` with
 * variables `after` and `before` costs `max over z in [l, u] of after * max(z, 0) - before * z`, and a linear layer
 * passes its variables on. It holds for any `before`: 0 gives IBP, `after * u / (u - l)` the bound of Wong & Kolter.
 * Ops that are neither linear, relu nor addition are bounded where they stand, by the box of their output.
 *
 * @returns `[batch, specs]`; NaN where a sum is below the range of float32.
 * @throws when the specification is not one of the network's output.
 */
export function dualBound(
  network: LoweredNetwork,
  spec: LinearSpec,
  { boundsOf, variables, outward = false }: DualOptions,
): tf.Tensor2D {
  assertSpec('dualBound', spec, network.nodes.at(-1)!.shape);
  return tf.tidy(() => {
    const { nodes } = network;
    const duals: (tf.Tensor | undefined)[] = nodes.map(() => undefined);
    const pass = (to: number, dual: tf.Tensor) => {
      duals[to] = duals[to] ? tf.add(duals[to]!, dual) : dual;
    };
    duals[nodes.length - 1] = spec.c;
    let { d } = spec;
    const additions = 4 * nodes.length;
    /** Adds what is lost in `terms` sums of products of `c` with values up to `reach`. */
    const charge = (c: tf.Tensor, reach: tf.Tensor, terms: number) => {
      if (outward) d = chargedConstant({ c, d }, pullBackRounding(reach, [reach], terms + additions));
    };
    for (const [i, node] of [...nodes.entries()].reverse()) {
      const after = duals[i];
      if (!after) continue;
      const [input = 0] = node.inputs;
      // a sum of what several nodes send back
      if (outward && nodes.filter(({ inputs }) => inputs.includes(i)).length > 1) {
        charge(after, magnitude(boundsOf(i)), 0);
      }
      if (node.op === 'relu') {
        const bounds = boundsOf(input);
        const before = variables({ node: i, bounds, after });
        const terms = sumTerms(after.size / d.size);
        if (outward) for (const c of [after, before]) charge(c, magnitude(bounds), terms);
        d = tf.add(d, reluCost(bounds, after, before));
        pass(input, before);
      } else if (node.op === 'add') {
        for (const from of node.inputs) pass(from, after);
      } else if (node.op !== 'input' && canPullBack(node.op)) {
        const lost =
          outward &&
          linearRounding(node.op, node.params as never, magnitude(boundsOf(input)), node.shape, additions);
        if (lost) d = chargedConstant({ c: after, d }, lost);
        const pulled = pullBack({ c: after, d }, node.op, node.params as never, nodes[input]!.shape);
        d = pulled.d;
        pass(input, pulled.c);
      } else {
        const bound = outward ? outwardUpperBound : upperBound;
        d = bound({ c: after, d }, boundsOf(i), additions);
      }
    }
    return orNaNIfMinusInfinity(d) as tf.Tensor2D;
  });
}

/** The sum over units of `max over z in [l, u] of after max(z, 0) - before z`: at an end, or at 0 if that is inside. */
function reluCost({ lower, upper }: IntervalBounds, after: tf.Tensor, before: tf.Tensor): tf.Tensor2D {
  const [l, u] = [tf.expandDims(lower, 1), tf.expandDims(upper, 1)];
  const atEnd = (z: tf.Tensor) => tf.sub(tf.mul(after, tf.relu(z)), tf.mul(before, z));
  const [on, off] = [tf.relu(l), tf.minimum(tf.relu(l), u)]; // the relu at the point nearest to 0, and that point
  const atZero = tf.sub(tf.mul(after, on), tf.mul(before, off));
  const worst = tf.maximum(tf.maximum(atEnd(l), atEnd(u)), atZero);
  return sumOfLast(tf.reshape(worst, [worst.shape[0]!, worst.shape[1]!, -1])) as tf.Tensor2D;
}

/** `on`: 1 where a relu is on over the whole of `[l, u]`; `unstable`: 1 where it is off at one end of it only. */
export function reluStates({ lower, upper }: IntervalBounds) {
  const on = tf.sub(1, tf.step(tf.neg(lower)));
  const unstable = tf.mul(tf.sub(1, on), tf.step(upper));
  return { on, unstable };
}

/** The slope of the chord of relu over `[l, u]`: 1 and 0 where it is on and off, `u / (u - l)` between. */
export function chordSlope(bounds: IntervalBounds): tf.Tensor {
  return tf.tidy(() => {
    const { on, unstable } = reluStates(bounds);
    const { lower, upper } = bounds;
    const width = tf.add(tf.sub(upper, lower), 1e-12); // never 0 / 0, also where it does not count
    return tf.add(on, tf.mul(unstable, tf.div(upper, width)));
  });
}

/** The choice of Wong & Kolter 2018, "Provable Defenses via the Convex Outer Adversarial Polytope". */
export const wongKolter: DualVariables = ({ bounds, after }) =>
  tf.mul(after, tf.expandDims(chordSlope(bounds), 1));

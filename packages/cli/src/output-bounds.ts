import { type IntervalBounds, linearSpec } from '@ibp/bounds';
import { type BoundMethod, ibp, lower, type Network, outputShape } from '@ibp/layers';
import { alphaCrown, crown, crownIbp, forwardLinear, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** By the names that `--method` takes, cheapest first. */
export const boundsMethods = {
  ibp: () => ibp(),
  'crown-ibp': () => crownIbp(),
  'forward-linear': () => forwardLinear(),
  zonotope: () => zonotope(),
  crown: () => crown(),
  'alpha-crown': () => alphaCrown(),
} as const satisfies { readonly [name: string]: () => BoundMethod };

/** How bounds can be computed, by name. */
export type BoundsMethodName = keyof typeof boundsMethods;

/** Bounds of each output, with what float32 may have lost in them. */
export type OutputBounds = { readonly lower: readonly number[]; readonly upper: readonly number[] };

/**
 * Bounds of each output over one box, flat: those of the specifications `z` and `-z` by the method, and where intervals are
 * tighter, those. NaN where a method finds no finite bound.
 *
 * @param box both ends `[1, ...inputShape]`.
 */
export async function outputBounds(
  network: Network,
  box: IntervalBounds,
  method: BoundsMethodName,
): Promise<OutputBounds> {
  const found = await boundsBy(ibp(), network, box);
  if (method === 'ibp') return found;
  const { lower: least, upper: greatest } = await boundsBy(boundsMethods[method](), network, box);
  // Math.max and Math.min keep NaN
  return {
    lower: found.lower.map((value, i) => Math.max(value, least[i]!)),
    upper: found.upper.map((value, i) => Math.min(value, greatest[i]!)),
  };
}

async function boundsBy(method: BoundMethod, network: Network, box: IntervalBounds): Promise<OutputBounds> {
  const shape = outputShape(network);
  const units = shape.reduce((a, b) => a * b, 1);
  const margins = tf.tidy(() => {
    const eye = tf.eye(units);
    const c = tf.reshape(tf.concat([eye, tf.neg(eye)], 0), [1, 2 * units, ...shape]);
    return method(lower(network), box, linearSpec(c));
  });
  try {
    const values = Array.from(await margins.data());
    return { lower: values.slice(units).map((value) => -value), upper: values.slice(0, units) };
  } finally {
    margins.dispose();
  }
}

import { fail, type PlainNetwork, type Shaped, sizeOf } from '@ibp/core';
import { down, up } from './rounding';

/** A box that holds every value a node can take, in exact arithmetic: `lower[i] <= z[i] <= upper[i]`. */
export type Enclosure = { readonly lower: Float64Array; readonly upper: Float64Array };

/** Whether all ends are finite and none reversed. */
export function isSound({ lower, upper }: Enclosure): boolean {
  // the difference is NaN or infinite where an end is
  return (
    lower.length === upper.length && lower.every((l, i) => upper[i]! - l >= 0 && upper[i]! - l < Infinity)
  );
}

/** What a network has, whatever its parameters are held in. */
export type ShapedNodes = { readonly nodes: readonly Shaped[] };

/** @throws unless both ends of the box have as many units as the node (the input unless given). */
export function assertBoxSize(where: string, { nodes }: ShapedNodes, box: Enclosure, node = 0): void {
  const units = sizeOf(nodes[node]!.shape);
  const { lower, upper } = box;
  if (lower.length === units && upper.length === units) return;
  fail(where, `expected a box of ${units} units, got ${lower.length} and ${upper.length}`);
}

/** @throws unless the network has a node of this index. */
export function assertNode(where: string, { nodes }: PlainNetwork, node: number): void {
  if (Number.isInteger(node) && node >= 0 && node < nodes.length) return;
  fail(where, `expected a node from 0 to ${nodes.length - 1}, got ${node}`);
}

/** An upper bound of `|z[i]|`. */
export function magnitudes({ lower, upper }: Enclosure): Float64Array {
  return lower.map((l, i) => Math.max(-l, upper[i]!));
}

/** An upper bound of the `|z[i]|` of all units; a backward pass asks for it at each node, so it allocates nothing. */
export function greatestMagnitude({ lower, upper }: Enclosure): number {
  let greatest = 0;
  for (let i = 0; i < lower.length; i++) greatest = Math.max(greatest, Math.max(-lower[i]!, upper[i]!));
  return greatest;
}

/** One number for all features of an input, or one for each. */
export type PerFeature = number | ArrayLike<number>;

/** The least and the greatest valid value of each feature; either may be infinite. */
export type PlainRange = readonly [least: PerFeature, greatest: PerFeature];

/** The value of one feature. */
export const featureOf = (values: PerFeature, i: number): number =>
  typeof values === 'number' ? values : values[i]!;

/** @throws unless there is a radius for each of `units` features, finite and not negative. */
export function assertRadius(where: string, epsilon: PerFeature, units: number): void {
  assertCount(where, 'epsilon', epsilon, units);
  const wrong = firstOf(epsilon, (e) => !(e >= 0 && e < Number.POSITIVE_INFINITY));
  if (wrong) fail(where, `expected a finite epsilon >= 0, got ${wrong}`);
}

/** @throws unless each of `units` features has a range, not empty; one that is the same for all must have a width. */
export function assertRange(where: string, [least, greatest]: PlainRange, units: number): void {
  assertCount(where, 'range', least, units);
  assertCount(where, 'range', greatest, units);
  if (typeof least === 'number' && typeof greatest === 'number') {
    if (!(least < greatest)) fail(where, `expected a range [least, greatest], got [${least},${greatest}]`);
    return;
  }
  for (let i = 0; i < units; i++) {
    const [l, g] = [featureOf(least, i), featureOf(greatest, i)];
    if (!(l <= g)) fail(where, `expected a range [least, greatest], got [${l},${g}] at feature ${i}`);
  }
}

function assertCount(where: string, what: string, values: PerFeature, units: number): void {
  if (typeof values === 'number' || values.length === units) return;
  fail(where, `expected ${what} of one number or ${units}, got ${values.length}`);
}

const firstOf = (values: PerFeature, wrong: (value: number) => boolean): string | undefined => {
  if (typeof values === 'number') return wrong(values) ? `${values}` : undefined;
  for (let i = 0; i < values.length; i++) if (wrong(values[i]!)) return `${values[i]} at feature ${i}`;
  return undefined;
};

/** The ends of the range of a feature as written and as inputs store them: 0.3 in float32 is a little more than 0.3. */
export function rangeEnds([least, greatest]: PlainRange, i: number): [number, number] {
  const [l, g] = [featureOf(least, i), featureOf(greatest, i)];
  return [Math.min(l, Math.fround(l)), Math.max(g, Math.fround(g))];
}

/**
 * The box `{ |x - p| <= epsilon } and least <= x <= greatest` of real points, its ends rounded outward.
 *
 * An empty or undefined box (a pixel out of the range by more than epsilon, a NaN) comes out with its ends reversed
 * or NaN, and nothing can be proved of it.
 *
 * @param pixels `[features]`, as stored: any numbers.
 * @param epsilon float64, in the units of the range: for all features or for each, 0 for one that is fixed.
 * @param range for all features or for each; ends may be infinite.
 * @throws when an epsilon is negative or not finite, a range is empty, or there are not as many as features.
 */
export function rigorousBox(
  pixels: ArrayLike<number>,
  epsilon: PerFeature,
  range: PlainRange = [0, 1],
): Enclosure {
  assertRadius('rigorousBox', epsilon, pixels.length);
  assertRange('rigorousBox', range, pixels.length);
  const [lower, upper] = [new Float64Array(pixels.length), new Float64Array(pixels.length)];
  for (let i = 0; i < pixels.length; i++) {
    const [p, e] = [pixels[i]!, featureOf(epsilon, i)];
    const [first, last] = rangeEnds(range, i);
    lower[i] = Math.max(e === 0 ? p : down(p - e), first);
    upper[i] = Math.min(e === 0 ? p : up(p + e), last);
  }
  return { lower, upper };
}

import { fail, type Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import { forFeature, isPerFeature, ofFeature, type PerFeature, readPerFeature } from './per-feature';
import { assertRange, type InputRange, rangeWidth } from './range';

/**
 * How far an input may be moved, in its units: 8/255 and not 8 for images in [0, 1]. One radius, one for each feature (0
 * for those that are fixed), or a tensor that broadcasts to an input.
 */
export type Epsilon = PerFeature | tf.Tensor;

/** A ball whose radius and range are numbers on the host. */
export type BallShape = { readonly epsilon: PerFeature; readonly range: InputRange };

const warned = new Set<string>();

/**
 * Refuses a radius that cannot be meant, and warns about one that looks like 0-255 units, wider than the range of each
 * feature that it moves: once for each `where`, as a schedule gives another radius at every step.
 *
 * @param reach the greatest radius that makes sense, in widths of the range; 1 unless given.
 * @throws when epsilon is negative, NaN or infinite.
 */
export function assertEpsilon(
  where: string,
  epsilon: PerFeature,
  range: InputRange = [0, 1],
  reach = 1,
): void {
  let [widest, within] = [-1, 0];
  for (let i = 0; i < (isPerFeature(epsilon) ? epsilon.length : featuresOf(range)); i++) {
    const radius = ofFeature(epsilon, i);
    if (!(radius >= 0 && radius < Number.POSITIVE_INFINITY)) {
      fail(where, `expected a finite epsilon >= 0, got ${radius}${forFeature(epsilon, i)}`);
    }
    if (radius > reach * rangeWidth(range, i)) widest = i;
    else if (radius > 0) within++;
  }
  if (widest >= 0 && within === 0) warnOnce(where, epsilon, range, widest);
}

function warnOnce(where: string, epsilon: PerFeature, range: InputRange, i: number): void {
  if (warned.has(where)) return;
  warned.add(where);
  const radius = ofFeature(epsilon, i);
  const ends = `[${ofFeature(range[0], i)}, ${ofFeature(range[1], i)}]${forFeature(epsilon, i)}`;
  console.warn(
    `${where}: epsilon ${radius} is wider than the input range ${ends}; epsilon is in the units of the inputs ` +
      `(did you mean ${radius}/255 = ${(radius / 255).toPrecision(4)}?)`,
  );
}

/** One where both ends are for all. */
const featuresOf = (range: InputRange): number => range.find(isPerFeature)?.length ?? 1;

/**
 * What functions that take an epsilon and a range check first, and compute with: copies on the host.
 *
 * @param units the shape of one input.
 * @param reach as of {@link assertEpsilon}.
 * @throws when epsilon is negative or not finite, the range is empty, or there are not as many numbers as features.
 */
export async function readBall(
  where: string,
  units: Shape,
  { epsilon, range = [0, 1] }: { readonly epsilon: Epsilon; readonly range?: InputRange },
  reach = 1,
): Promise<BallShape> {
  assertRange(where, range, units);
  const [least, greatest, radius] = await Promise.all([
    readPerFeature(where, 'least valid value', range[0], units),
    readPerFeature(where, 'greatest valid value', range[1], units),
    readPerFeature(where, 'epsilon', epsilon, units),
  ]);
  assertEpsilon(where, radius, [least, greatest], reach);
  return { epsilon: radius, range: [least, greatest] };
}

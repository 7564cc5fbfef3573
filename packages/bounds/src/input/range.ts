import { fail, type Shape } from '@ibp/core';
import { assertPerFeature, isPerFeature, ofFeature, type PerFeature } from './per-feature';

/**
 * The valid values of an input, `[least, greatest]`; `[0, 1]` for images. Each end is one number or one for each feature,
 * and may be infinite: `[-Infinity, Infinity]` is any number.
 */
export type InputRange = readonly [PerFeature, PerFeature];

/**
 * @param units the shape of one input.
 * @throws when there are not as many ends as features, or no number lies between two of them. An array may give a feature
 * one value only.
 */
export function assertRange(where: string, range: InputRange, units: Shape): void {
  const [least, greatest] = range;
  assertPerFeature(where, 'least valid value', least, units);
  assertPerFeature(where, 'greatest valid value', greatest, units);
  const ends = [least, greatest].find(isPerFeature);
  for (let i = 0; i < (ends?.length ?? 1); i++) {
    const [low, high] = [ofFeature(least, i), ofFeature(greatest, i)];
    const holds = ends ? low <= high : low < high;
    if (holds && low < Number.POSITIVE_INFINITY && high > Number.NEGATIVE_INFINITY) continue;
    fail(where, `expected a range [least, greatest], got [${low},${high}]${ends ? ` for feature ${i}` : ''}`);
  }
}

/** How wide the range of a feature is; infinite where an end is. */
export const rangeWidth = ([least, greatest]: InputRange, feature: number): number =>
  ofFeature(greatest, feature) - ofFeature(least, feature);

/** The ends of a feature's range as float32 stores inputs: 0.3 is a little more there. */
export const float32Range = ([least, greatest]: InputRange, feature: number): readonly [number, number] => [
  Math.fround(ofFeature(least, feature)),
  Math.fround(ofFeature(greatest, feature)),
];

/**
 * Refuses inputs that are not valid, as raw tables and 0-255 pixels in [0, 1], before a loss or a bound of them is NaN.
 *
 * @param values `[batch, ...units]`, flat, as stored in float32.
 * @param first the number of the first example.
 * @throws naming the example, the feature, its value and its range; also of a value that is not finite.
 */
export function assertInputs(
  where: string,
  values: ArrayLike<number>,
  units: Shape,
  range: InputRange = [0, 1],
  first = 0,
): void {
  const size = units.reduce((a, b) => a * b, 1);
  for (let i = 0, feature = 0; i < values.length; i++, feature = feature + 1 === size ? 0 : feature + 1) {
    const value = values[i]!;
    const [least, greatest] = float32Range(range, feature);
    // written so that NaN fails
    if (value >= least && value <= greatest && Math.abs(value) < Number.POSITIVE_INFINITY) continue;
    const ends = `[${ofFeature(range[0], feature)}, ${ofFeature(range[1], feature)}]`;
    const example = first + Math.floor(i / size);
    fail(
      where,
      `expected inputs in ${ends}, got ${value} in example ${example}, feature ${placeOf(feature, units)}; ` +
        'scale the inputs, or give the range that is valid for them',
    );
  }
}

/** `3`, or `[0,1,0]` in an image. */
function placeOf(feature: number, units: Shape): string {
  if (units.length === 1) return String(feature);
  let rest = feature;
  const place = units.map(() => 0);
  for (let axis = units.length - 1; axis >= 0; axis--) {
    place[axis] = rest % units[axis]!;
    rest = Math.floor(rest / units[axis]!);
  }
  return `[${place.join(',')}]`;
}

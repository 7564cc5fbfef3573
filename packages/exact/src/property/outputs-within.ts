import { fail } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import { up } from '../rigorous/rounding';
import type { PlainSpec } from '../rigorous/spec';
import type { Property } from './property';

/** `z[unit] sign + d >= 0`, of so many units. */
function rowOf(units: number, unit: number, sign: 1 | -1, d: number): PlainSpec {
  const c = new Float64Array(units);
  c[unit] = sign;
  return { c, d: Float64Array.of(d) };
}

/**
 * "Every output is between its bounds": above `lower` and below `upper`, unit by unit, for all inputs of the boxes.
 *
 * @param bounds `[units]` each, float64; an infinite one asks nothing.
 * @throws where there are not as many of both, one is NaN, or none is finite.
 * @example
 * ```ts
 * import { outputsWithin } from '@ibp/exact';
 *
 * const box = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
 * const { unsafe } = outputsWithin([box], { lower: [-1, -Infinity], upper: [2, 3] });
 * console.log(unsafe.map(({ c, d }) => [...c, ...d])); // [ [ 1, 0, -2 ], [ -1, 0, -1 ], [ 0, 1, -3 ] ]
 * ```
 */
export function outputsWithin(
  boxes: readonly Enclosure[],
  { lower, upper }: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> },
): Property {
  if (lower.length !== upper.length) {
    fail('outputsWithin', `expected as many lower as upper bounds, got ${lower.length} and ${upper.length}`);
  }
  const units = lower.length;
  const unsafe: PlainSpec[] = [];
  for (let unit = 0; unit < units; unit++) {
    const [least, greatest] = [lower[unit]!, upper[unit]!];
    if (Number.isNaN(least) || Number.isNaN(greatest))
      fail('outputsWithin', `expected bounds, got NaN at ${unit}`);
    // `0 - greatest`: without -0
    if (Number.isFinite(greatest)) unsafe.push(rowOf(units, unit, 1, 0 - greatest));
    if (Number.isFinite(least)) unsafe.push(rowOf(units, unit, -1, least));
  }
  if (unsafe.length === 0) fail('outputsWithin', 'expected at least one finite bound, got none');
  return { boxes, unsafe };
}

/**
 * "Every output stays within delta of a value": `|z[i] - value[i]| < delta[i]` for all inputs of the boxes, as for a regression.
 *
 * @param values `[units]`: what the outputs are to stay near.
 * @param delta for all units or for each, above 0, in the units of the outputs.
 * @throws where a value or a delta is not finite, a delta is not above 0, or there are not as many.
 */
export function outputsNear(
  boxes: readonly Enclosure[],
  values: ArrayLike<number>,
  delta: number | ArrayLike<number>,
): Property {
  const deltas =
    typeof delta === 'number' ? Float64Array.from(values, () => delta) : Float64Array.from(delta);
  if (deltas.length !== values.length) {
    fail('outputsNear', `expected delta of one number or ${values.length}, got ${deltas.length}`);
  }
  const wrong = deltas.findIndex((d, i) => !(d > 0 && Number.isFinite(d) && Number.isFinite(values[i]!)));
  if (wrong >= 0) {
    fail(
      'outputsNear',
      `expected finite values and delta > 0, got ${values[wrong]} and ${deltas[wrong]} at ${wrong}`,
    );
  }
  const units = values.length;
  const unsafe = Array.from(deltas, (d, unit) => [
    // rounded so that the unsafe set grows
    rowOf(units, unit, 1, up(-(values[unit]! + d))),
    rowOf(units, unit, -1, up(values[unit]! - d)),
  ]).flat();
  return { boxes, unsafe };
}

import type { AffineMap } from '@ibp/core';
import { joined } from '../../plain/forward';
import { greatestMagnitude, magnitudes } from '../enclosure';
import { slack, tiny } from '../rounding';
import { float32Gamma, greatestValue, leastNormal } from './format';
import type { Float32Input, Float32Rounding } from './rounding';
import type { Float32Sum } from './sums';

/**
 * What float32 may lose of a sum of products, in any order and by any tree, with multiply-adds that round once or twice, and
 * with the linear ops before it merged into it or not: each product goes through at most `roundings` of them (Higham 2002, section
 * 3.1), so that all together lose `gamma` times the sum of their magnitudes. What underflows, or is a subnormal number that
 * a program takes for 0, is less than 2^-126 each time, and is multiplied by what may still come.
 *
 * @param reach as `AffineEnclosure` has it: `|b| + |W| max |x|`.
 * @returns nothing where something may overflow.
 */
export function linearRounding(
  map: AffineMap,
  sum: Float32Sum,
  inputs: readonly Float32Input[],
  reach: Float64Array,
): Float32Rounding | undefined {
  const before = inputs.map(({ box, rounding }) => rounding?.size ?? greatestMagnitude(box) + 1);
  const most = Math.max(...before);
  const size = sum.copies ? most : (sum.terms * (sum.weight + 1) * most + sum.bias + 1) * slack;
  if (!(size < greatestValue)) return undefined;
  const owed = owedOf(map, sum, inputs, reach);
  if (sum.merged) return { size, ...(owed && { owed }) };
  if (!owed) return {};
  const [relative, underflow] = [float32Gamma(sum.roundings), 64 * sum.roundings * size * leastNormal];
  const error = owed.map((magnitude) => (magnitude === 0 ? 0 : (relative * magnitude + underflow) * slack));
  return { error };
}

/** The magnitudes of the products that each unit is the sum of; nothing where none was rounded. */
function owedOf(
  map: AffineMap,
  { copies }: Float32Sum,
  inputs: readonly Float32Input[],
  reach: Float64Array,
): Float64Array | undefined {
  const none = inputs.every(({ rounding }) => !rounding?.owed);
  if (none) return copies ? undefined : reach;
  const each = inputs.map(({ box, rounding }) => {
    const { owed } = rounding ?? {};
    if (copies) return owed ?? new Float64Array(box.lower.length);
    return owed ? magnitudes(box).map((x, i) => Math.max(x, owed[i]!)) : magnitudes(box);
  });
  const x = joined(each, map.inputs);
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  return Float64Array.from({ length: map.outputs }, (_, i) => {
    const terms = map.row(i, columns, weights);
    let sum = Math.abs(map.bias(i));
    for (let k = 0; k < terms; k++) sum += Math.abs(weights[k]!) * x[columns[k]!]!;
    return sum === 0 && copies ? 0 : sum * slack + tiny;
  });
}

import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from './arithmetic';
import { exactBackward } from './backward';
import { enclose } from './enclose';
import type { PlainSpec } from './spec';

/**
 * Lower bounds of rows `c z + d` at one real input, in exact arithmetic for the parameters as stored. A row surely is 0
 * or above there where its bound is: a value of float64 may be above 0 by its rounding alone.
 *
 * @param point `[features]`
 * @param arithmetic whose outputs the rows are of: where it is `any-order-float32`, of the outputs that any float32 program
 * computes, and the bound is of the least that one of them comes to.
 * @returns one bound for each row; NaN where anything is not finite.
 * @throws when the point or the rows are not of the network, or an op has no proven rounding error.
 *
 * @example
 * ```ts
 * import { leastAt } from '@ibp/exact';
 *
 * const plain = { nodes: [{ op: 'input', name: 'x', inputs: [], shape: [2], params: {} }] } as const;
 * leastAt(plain, { c: Float64Array.of(1, -1), d: Float64Array.of(0) }, Float64Array.of(0.75, 0.5)); // [0.25]
 * ```
 */
export function leastAt(
  network: PlainNetwork,
  { c, d }: PlainSpec,
  point: Float64Array,
  arithmetic: Arithmetic = 'real',
): Float64Array {
  const negated = { c: c.map((w) => -w), d: d.map((w) => -w) };
  const at = enclose(network, { lower: point, upper: point }, { arithmetic });
  // at a point, lines around activations have nothing to add to intervals
  return exactBackward(network, at, negated, { through: 'linear' }).map((w) => -w);
}

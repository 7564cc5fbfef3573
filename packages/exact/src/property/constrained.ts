import { fail } from '@ibp/core';
import { assertPlainSpec, type PlainSpec } from '../rigorous/spec';
import { ofInputsToo, widened } from './beside-input';
import type { Property } from './property';

/**
 * A property of those inputs alone for which rows `c x + d >= 0` hold, all of them: constraints that are no ends of a box,
 * as that one feature is at most another. They are rows of every unsafe conjunction, so that whatever refutes these by sums
 * of their rows takes them in.
 *
 * @param rows `[rows, inputs]`, of the flattened input.
 * @throws when the property has no box or no conjunction, or the rows are not of its inputs.
 * @example
 * ```ts
 * import { constrained, outputsWithin } from '@ibp/exact';
 *
 * const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
 * const property = outputsWithin([box], { lower: [-Infinity], upper: [2] });
 * // where x_0 <= x_1
 * const ordered = { c: Float64Array.of(-1, 1), d: Float64Array.of(0) };
 * for (const { c, d } of constrained(property, ordered).unsafe) {
 *   console.log(c.join(), d.join()); // 0,0,1,-1,1,0 -2,0
 * }
 * ```
 */
export function constrained(property: Property, rows: PlainSpec): Property {
  const [box] = property.boxes;
  if (!box || property.unsafe.length === 0) {
    return fail('constrained', 'expected a box and a conjunction, got none');
  }
  assertPlainSpec('constrained', rows, box.lower.length);
  const wide = ofInputsToo(property);
  const constraints = widened(rows, wide.unsafe[0]!.c.length / wide.unsafe[0]!.d.length, 0);
  return { ...wide, unsafe: wide.unsafe.map((conjunction) => stacked(conjunction, constraints)) };
}

const stacked = (a: PlainSpec, b: PlainSpec): PlainSpec => ({
  c: Float64Array.of(...a.c, ...b.c),
  d: Float64Array.of(...a.d, ...b.d),
});

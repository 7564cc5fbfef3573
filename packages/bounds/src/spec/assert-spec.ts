import { assertShape, fail, formatShape, type Shape } from '@ibp/core';
import type { IntervalBounds } from '../interval';
import type { LinearSpec } from './linear-spec';

/**
 * The one check of a specification: rows that were filled up, cut or broadcast to fit would say something else, and of
 * no rows all is true.
 *
 * @param units the shape of what it is of, without the batch.
 * @param batch how many examples; any number unless given.
 * @throws unless `c` is `[batch, specs, ...units]` with one specification at least, and `d` `[batch, specs]`.
 */
export function assertSpec(
  where: string,
  { c, d }: LinearSpec,
  units: Shape,
  batch: number | null = null,
): void {
  assertShape(`${where}: c of the specification`, c.shape, [batch, null, ...units]);
  if (c.shape[1] === 0) {
    fail(where, `expected at least one specification, got c ${formatShape(c.shape)}`);
  }
  assertShape(`${where}: d of the specification`, d.shape, c.shape.slice(0, 2));
}

/**
 * The one check of a box of inputs.
 *
 * @param units the shape of one input.
 * @throws unless both ends are `[batch, ...units]`.
 */
export function assertBox(where: string, { lower, upper }: IntervalBounds, units: Shape): void {
  assertShape(`${where}: lower end of the box`, lower.shape, [null, ...units]);
  assertShape(`${where}: upper end of the box`, upper.shape, lower.shape);
}

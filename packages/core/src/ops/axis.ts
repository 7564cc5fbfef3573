import { axisOf, type Shape, sizeOf } from '../shape';

/** A shape as three axes: how many units lie before an axis, along it and behind it. */
export type AxisParts = { readonly before: number; readonly size: number; readonly behind: number };

/**
 * A shape around one of its axes, -1 being the last.
 *
 * @throws when there is no such axis.
 */
export function aroundAxis(where: string, shape: Shape, axis: number): AxisParts {
  const along = axisOf(where, shape, axis);
  return {
    before: sizeOf(shape.slice(0, along)),
    size: shape[along]!,
    behind: sizeOf(shape.slice(along + 1)),
  };
}

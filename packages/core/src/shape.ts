import { fail } from './errors';

/** A shape without its batch dimension unless said otherwise. */
export type Shape = readonly number[];

/** What has a shape: a tensor of whatever library, or an array that knows its own. */
export type Shaped = { readonly shape: Shape };

/** How many units there are of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** `[2,3]`, as every message writes a shape; `*` for any size. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((n) => n ?? '*').join(',')}]`;
}

/**
 * Checks a shape where TypeScript cannot: tfjs ranks are claims, not checks.
 *
 * @param expected `null` stands for any size, as in `[null, 10]`.
 * @throws `where: expected shape [*,10], got [2,4]`
 */
export function assertShape(where: string, actual: Shape, expected: readonly (number | null)[]): void {
  const same = actual.length === expected.length && expected.every((n, i) => n === null || n === actual[i]);
  if (!same) fail(where, `expected shape ${formatShape(expected)}, got ${formatShape(actual)}`);
}

/** Whether a tensor of shape `small` broadcasts to `large` without changing it. */
export function broadcasts(small: Shape, large: Shape): boolean {
  const offset = large.length - small.length;
  return offset >= 0 && small.every((n, i) => n === 1 || n === large[i + offset]);
}

/**
 * The axis counted from the front; -1 is the last.
 *
 * @throws when there is no such axis.
 */
export function axisOf(where: string, shape: Shape, axis: number): number {
  const along = axis < 0 ? shape.length + axis : axis;
  if (!(Number.isInteger(along) && along >= 0 && along < shape.length)) {
    fail(where, `expected an axis of ${formatShape(shape)}, got ${axis}`);
  }
  return along;
}

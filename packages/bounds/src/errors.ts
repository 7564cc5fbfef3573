/** A shape without its batch dimension unless said otherwise. */
export type Shape = readonly number[];

const marker = Symbol.for('@ibp/error');

/**
 * The error every @ibp package throws for bad input. Told apart by {@link isIbpError}, never by
 * `instanceof`: an application may hold an ESM and a CommonJS copy of this package at once.
 */
export class IbpError extends Error {
  readonly [marker] = true;
  constructor(where: string, message: string) {
    super(`${where}: ${message}`);
    this.name = 'IbpError';
  }
}

/** Whether `error` was thrown by an @ibp package, whichever copy of it. */
export function isIbpError(error: unknown): error is IbpError {
  return typeof error === 'object' && error !== null && marker in error;
}

/** Throws `where: message`. */
export function fail(where: string, message: string): never {
  throw new IbpError(where, message);
}

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

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

/**
 * The error every function of this package throws on bad input: `where: what was expected and what came`.
 * Recognise it by `error.name === 'DataError'` (ES module and CommonJS copies differ in class identity).
 */
export function dataError(where: string, message: string, cause?: unknown): Error {
  const error = new Error(`${where}: ${message}`, cause === undefined ? undefined : { cause });
  error.name = 'DataError';
  return error;
}

/**
 * Throws `where: message` as every @ibp package does (`isIbpError` tells by the marker). Written out here, because
 * the workers and the checker load these files alone: @ibp/bounds would bring tfjs with it.
 */
export function fail(where: string, message: string): never {
  const error = new Error(`${where}: ${message}`);
  throw Object.assign(error, { name: 'IbpError', [Symbol.for('@ibp/error')]: true });
}

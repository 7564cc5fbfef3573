/** What does not fit is one clear error. */
export function fail(where: string, message: string): never {
  throw new Error(`${where}: ${message}`);
}

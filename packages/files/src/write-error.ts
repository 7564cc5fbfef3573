/** What says that an error is of this family; `isIbpError` of `@ibp/bounds` looks for it. */
const marker = Symbol.for('@ibp/error');

/** An error `where: message`, with what caused it and its code. */
export function filesError(where: string, message: string, cause?: unknown): Error {
  const error = new Error(`${where}: ${message}`, cause === undefined ? undefined : { cause });
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return Object.assign(error, { name: 'IbpError', [marker]: true }, code === undefined ? {} : { code });
}

/** Full disks, quotas, and files that have become too large. */
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Names the file and the space it needs: the errors of `write` itself know neither. */
export function writeError(path: string, bytes: number, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const expected = noRoom.includes(code) ? `room for ${bytes} bytes in` : `to write ${bytes} bytes to`;
  return filesError('write', `expected ${expected} ${path}, got ${message}`, cause);
}

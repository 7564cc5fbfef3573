/** What Node's codes say, for messages `expected X, got Y`. */
const words: { readonly [code: string]: string } = {
  ENOENT: 'nothing of that name',
  EISDIR: 'a folder',
  ENOTDIR: 'a path through what is no folder',
  EEXIST: 'something else of that name',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a file system that cannot be written to',
  ENOSPC: 'a full disk',
  ENAMETOOLONG: 'a name that is too long',
};

/** Why a file could not be read or written, in words; its name is the caller's to say, as Node does not always. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && code in words ? `${words[code]} (${code})` : message;
}

/** What went wrong, for the end of a command: errors of files name the file first, whatever was done to it. */
export function messageOf(error: unknown): string {
  const { message, path, syscall, code } = error as NodeJS.ErrnoException;
  if (path === undefined || code === undefined || !(code in words)) return message;
  return `${path}: expected to ${syscall} it, got ${fileProblem(error)}`;
}

import { parseTar } from 'nanotar';
import { dataError } from '../core/data-error';
import { message } from './gzip';

/**
 * The files in a tar archive by their name without folders.
 * @throws DataError when the archive is cut off or holds no file
 */
export function untar(bytes: Uint8Array, where = 'untar'): Record<string, Uint8Array> {
  // nanotar reads the whole underlying buffer, whatever part of it the view shows
  const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  const files: Record<string, Uint8Array> = {};
  try {
    for (const { type, name, data, size } of parseTar(whole)) {
      if (type !== 'file' || !data) continue;
      if (data.length !== size) throw new Error(`${name} is cut off`);
      files[name.slice(name.lastIndexOf('/') + 1)] = data;
    }
  } catch (cause) {
    throw dataError(where, `expected a whole tar archive, got a damaged one (${message(cause)})`, cause);
  }
  if (Object.keys(files).length === 0) throw dataError(where, 'expected a tar archive, found no file in it');
  return files;
}

import { dataError } from '../core/data-error';
import { DEFAULT_LIMIT, LimitError } from './decompress';
import { message } from './gzip';
import { type NdArray, ndarray } from './ndarray';
import { unzip } from './unzip';

/**
 * The arrays of a NumPy .npz file (a zip of .npy files) by name.
 *
 * @param limit bytes that it may unpack to.
 * @throws DataError when the zip or an array is damaged, it unpacks to more, or an array is not little-endian numbers in C
 * order
 */
export function parseNpz(
  bytes: Uint8Array,
  where = 'parseNpz',
  limit: number = DEFAULT_LIMIT,
): Record<string, NdArray> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzip(bytes, '.npy', limit);
  } catch (cause) {
    if (cause instanceof LimitError) throw dataError(where, cause.message);
    throw dataError(where, `expected a whole .npz file, got a damaged one (${message(cause)})`, cause);
  }
  return Object.fromEntries(
    Object.entries(files).map(([file, npy]) => {
      const name = file.slice(0, -'.npy'.length);
      return [name, parseNpy(npy, `${where}: array ${name}`)];
    }),
  );
}

/**
 * A NumPy .npy file: magic, version, length of the header, the header (a Python dict as text), the values.
 * @throws DataError as `parseNpz` does
 */
export function parseNpy(bytes: Uint8Array, where = 'parseNpy'): NdArray {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY' || bytes.length < 12)
    throw dataError(where, 'expected a .npy file, got other bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! > 1;
  const from = wide ? 12 : 10;
  const end = from + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  // NumPy itself reads no longer one
  if (end - from > 10_000 || end > bytes.length) {
    throw dataError(where, `expected a header of at most 10000 bytes, got ${end - from} in ${bytes.length}`);
  }
  const header = new TextDecoder('latin1').decode(bytes.subarray(from, end));
  const descr = /'descr':\s*'([<|])([a-z]\d+)'/.exec(header);
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(header);
  if (!descr || !shape || !/'fortran_order':\s*False/.test(header)) {
    throw dataError(where, `expected little-endian numbers in C order, got header ${header.trim()}`);
  }
  const dimensions = (shape[1]!.match(/\d+/g) ?? []).map(Number);
  return ndarray(bytes.subarray(end), descr[2]!, dimensions, where);
}

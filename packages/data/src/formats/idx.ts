import { dataError } from '../core/data-error';
import { gunzip } from './gzip';

/** An array of bytes as a file in the IDX format has it, in row-major order. */
export type IdxArray = { readonly shape: readonly number[]; readonly data: Uint8Array };

/**
 * An idx file of unsigned bytes, the format of MNIST and Fashion-MNIST (gzipped or not). A header of two
 * zeros, the type (8), the rank, and each dimension as a big-endian 32-bit integer; then the values.
 * @throws DataError on a wrong magic number, another type, or a length that the header does not announce
 */
export function parseIdx(file: Uint8Array, where = 'parseIdx'): IdxArray {
  const bytes = gunzip(file, where);
  const [zero, alsoZero, type, rank] = bytes;
  if (zero !== 0 || alsoZero !== 0 || type !== 8 || !rank) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw dataError(
      where,
      `expected an idx file of bytes (00 00 08 rank), got magic ${magic || '(empty file)'}`,
    );
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start)
    throw dataError(where, `expected a header of ${start} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length - start !== size) {
    throw dataError(where, `expected ${size} bytes for shape [${shape}], got ${bytes.length - start}`);
  }
  return { shape, data: bytes.subarray(start) };
}

import { dataError } from '../core/data-error';
import { interleave } from './planar';

const IMAGE = 32 * 32 * 3;
const RECORD = 1 + IMAGE;

/** `images` is `[count, 32, 32, 3]`. */
export type LabelledBytes = { readonly images: Uint8Array; readonly labels: Uint8Array };

/**
 * A file of the binary version of CIFAR-10: records of one label byte and three 32x32 planes.
 * @throws DataError when the length is no whole number of records or a label is not in 0..9
 */
export function parseCifar10(bytes: Uint8Array, where = 'parseCifar10'): LabelledBytes {
  const count = bytes.length / RECORD;
  if (count === 0 || !Number.isInteger(count)) {
    throw dataError(where, `expected a whole number of ${RECORD}-byte records, got ${bytes.length} bytes`);
  }
  const images = new Uint8Array(count * IMAGE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * RECORD;
    labels[i] = bytes[at]!;
    if (labels[i]! > 9) throw dataError(where, `expected labels in 0..9, got ${labels[i]} in record ${i}`);
    interleave(bytes.subarray(at + 1, at + RECORD), 3, images, i * IMAGE);
  }
  return { images, labels };
}

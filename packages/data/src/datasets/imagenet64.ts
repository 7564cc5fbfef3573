import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { concatBytes } from '../formats/concat-bytes';
import { isNdArray, type NdArray } from '../formats/ndarray';
import { parseNpz } from '../formats/npz';
import { parsePickle } from '../formats/pickle';
import { interleave } from '../formats/planar';

const IMAGE = 64 * 64 * 3;

/** `images` is `[count, 64, 64, 3]`, labels are 0..999. */
export type Imagenet64Batch = { readonly images: Uint8Array; readonly labels: Uint16Array };

/**
 * One batch of ImageNet downscaled to 64x64 (Chrabaszcz, Loshchilov and Hutter 2017) as distributed: a Python
 * pickle or .npz of `data` (bytes `[count, 12288]`, three planes) and `labels` 1..1000; told apart by content.
 *
 * @param limit bytes that a .npz may unpack to; those of a training batch unless given.
 * @throws DataError when the file is damaged, an entry is missing or of another shape, or a label out of range
 */
export function parseImagenet64(
  bytes: Uint8Array,
  where = 'parseImagenet64',
  limit: number = 2 ** 31,
): Imagenet64Batch {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const content = isZip ? parseNpz(bytes, where, limit) : parsePickle(bytes, where);
  const { data, labels } = (content ?? {}) as { data?: unknown; labels?: unknown };
  const isList = Array.isArray(labels);
  if (!isImages(data) || !(isList || isNdArray(labels))) {
    throw dataError(where, `expected data of bytes [count, ${IMAGE}] and labels, got ${describe(data)}`);
  }
  const count = data.shape[0]!;
  const values: readonly unknown[] = isList ? labels : Array.from(labels.data, Number);
  if (values.length !== count) {
    throw dataError(where, `expected ${count} labels for ${count} images, got ${values.length}`);
  }
  const bad = values.findIndex((label) => !isLabel(label));
  if (bad >= 0) {
    // a list may hold anything, and what a text of it would take is unknown
    const got = typeof values[bad] === 'number' ? values[bad] : `a ${typeof values[bad]}`;
    throw dataError(where, `expected labels in 1..1000, got ${got} at index ${bad}`);
  }
  const images = new Uint8Array(count * IMAGE);
  for (let i = 0; i < count; i++) {
    interleave(data.data.subarray(i * IMAGE, (i + 1) * IMAGE), 3, images, i * IMAGE);
  }
  return { images, labels: Uint16Array.from(values as readonly number[], (label) => label - 1) };
}

const isImages = (data: unknown): data is NdArray & { readonly data: Uint8Array } =>
  isNdArray(data) && data.data instanceof Uint8Array && data.shape.length === 2 && data.shape[1] === IMAGE;

const isLabel = (label: unknown): boolean =>
  Number.isInteger(label) && (label as number) >= 1 && (label as number) <= 1000;

const describe = (data: unknown): string =>
  isNdArray(data) ? `[${data.shape}] of ${data.data.constructor.name}` : 'no array named data';

/** Several batches as one dataset. */
export function imagenet64Dataset(batches: readonly Imagenet64Batch[]): Dataset {
  return fromArrays({
    name: 'imagenet64',
    images: concatBytes(batches.map(({ images }) => images)),
    labels: Uint16Array.from(batches.flatMap(({ labels }) => Array.from(labels))),
    shape: [64, 64, 3],
    classes: 1000,
  });
}

import { checkRange } from './check-range';
import { dataError } from './data-error';
import { type Dataset, exampleSize, type InputRange, type LabelArray, type Pixels } from './dataset';

/** What `fromArrays` makes a dataset of. */
export type ArraysOptions = {
  /** Flat, `[count, ...shape]`. Bytes mean value / 255; other numbers are stored as float32. */
  readonly images: Pixels | ArrayLike<number | bigint>;
  /** `[count]` integers in `0 .. classes - 1`; NumPy's int64 are bigints. */
  readonly labels: LabelArray | ArrayLike<number | bigint>;
  /** Shape of one example, e.g. `[28, 28, 1]`. */
  readonly shape: readonly number[];
  /** Default: the number of `classNames`, else the largest label + 1. */
  readonly classes?: number;
  /** Range of the inputs, default `[0, 1]`, or of each of their values; every float is checked against it. */
  readonly range?: InputRange;
  readonly classNames?: readonly string[];
  readonly name?: string;
};

/**
 * A dataset from the caller's own arrays (bytes and float32 are kept, not copied).
 * @throws DataError when lengths disagree, a label is out of range, or a value is NaN, infinite or out of range
 *
 * @example
 * ```ts
 * import { fromArrays } from '@ibp/data';
 *
 * const images = Uint8Array.of(0, 255, 255, 0); // two examples of two values, as bytes
 * const data = fromArrays({ images, labels: [0, 1], shape: [2] });
 * console.log(data.count, data.classes); // 2 2
 * ```
 */
export function fromArrays(options: ArraysOptions): Dataset {
  const { shape, classNames, name = 'arrays', range = [0, 1] } = options;
  const images = pixels(options.images);
  const labels = toLabels(name, options.labels);
  const count = labels.length;
  checkShape(name, shape);
  if (count === 0) throw dataError(name, 'expected at least one example, got none');
  if (images.length !== count * exampleSize(shape)) {
    throw dataError(
      name,
      `expected ${count} labels x shape [${shape}] = ${count * exampleSize(shape)} values, got ${images.length}`,
    );
  }
  const classes = options.classes ?? classNames?.length ?? largest(labels) + 1;
  if (classNames && classNames.length !== classes) {
    throw dataError(name, `expected ${classes} class names, got ${classNames.length}`);
  }
  checkLabels(name, labels, classes);
  checkRange(name, range, images, exampleSize(shape));
  return { name, images, labels, count, shape, classes, range, ...(classNames && { classNames }) };
}

/** Subclasses (Node's Buffer, whose `slice` is a view) and clamped bytes of a canvas become plain bytes. */
function pixels(values: Pixels | ArrayLike<number | bigint>): Pixels {
  const bytes = plainBytes(values);
  if (bytes) return bytes;
  const type = kind(values);
  if (type === 'Float32Array') return values as Float32Array;
  return type?.startsWith('Big')
    ? Float32Array.from(values, Number)
    : Float32Array.from(values as ArrayLike<number>);
}

function plainBytes(values: ArrayLike<number | bigint>): Uint8Array | undefined {
  if (kind(values) !== 'Uint8Array' && kind(values) !== 'Uint8ClampedArray') return undefined;
  const bytes = values as unknown as Uint8Array;
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The name of the typed array that a value is or extends. */
const kind = (values: ArrayLike<number | bigint>): string | undefined =>
  (values as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag];

function toLabels(where: string, values: LabelArray | ArrayLike<number | bigint>): LabelArray {
  const bytes = plainBytes(values);
  if (bytes) return bytes;
  const type = kind(values);
  if (type === 'Int32Array' || type === 'Uint16Array') return values as LabelArray;
  // Int32Array.from would turn 1.5 into 1, NaN into 0 and 2^32 into 0 silently
  const labels = Array.from(values, (label) => (typeof label === 'bigint' ? Number(label) : label));
  const bad = labels.findIndex((label) => (label | 0) !== label);
  if (bad >= 0) throw dataError(where, `expected integer labels, got ${values[bad]} at index ${bad}`);
  return Int32Array.from(labels);
}

const largest = (labels: LabelArray): number => {
  let max = 0;
  for (const label of labels) if (label > max) max = label;
  return max;
};

function checkShape(where: string, shape: readonly number[]): void {
  if (shape.length === 0 || shape.some((dimension) => !Number.isInteger(dimension) || dimension < 1)) {
    throw dataError(where, `expected a shape of positive integers, got [${shape}]`);
  }
}

function checkLabels(where: string, labels: LabelArray, classes: number): void {
  const bad = labels.findIndex((label) => label < 0 || label >= classes);
  if (bad >= 0) {
    throw dataError(where, `expected labels in 0..${classes - 1}, got ${labels[bad]} at index ${bad}`);
  }
}

/** Pixel storage: bytes mean value / 255, floats are used as they are. */
export type Pixels = Uint8Array | Float32Array;

/** Tells the two storages apart, also for arrays made in another frame or worker. */
export const isBytes = (pixels: Pixels): pixels is Uint8Array => pixels.BYTES_PER_ELEMENT === 1;

/**
 * The valid values of an input, `[least, greatest]`: each end one number, or one for each value of an example as in a table
 * of raw features; infinite where there is none.
 */
export type InputRange = readonly [number | ArrayLike<number>, number | ArrayLike<number>];

/** The class of each example, from 0, in the narrowest array that holds them all. */
export type LabelArray = Uint8Array | Int32Array | Uint16Array;

/** Labelled examples held on the host; bytes stay bytes until a batch is made. */
export type Dataset = {
  readonly name: string;
  /** `[count, ...shape]`, flat, row-major (images: height, width, channels). */
  readonly images: Pixels;
  /** `[count]`, each in `0 .. classes - 1`. */
  readonly labels: LabelArray;
  readonly count: number;
  /** Shape of one example, e.g. `[28, 28, 1]`, `[32, 32, 3]`, `[2]`. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Range that every input lies in after scaling, `[0, 1]` for images. */
  readonly range: InputRange;
  readonly classNames?: readonly string[];
};

/** A dataset in the two parts that its authors made of it. */
export type SplitDataset = { readonly train: Dataset; readonly test: Dataset };

/** Number of values in one example. */
export function exampleSize(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

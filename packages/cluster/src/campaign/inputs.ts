import { decodeSafetensors, encodeSafetensors, fail, sizeOf } from '@ibp/core';
import type { Classification } from '@ibp/exact';

/** What a campaign asks about: examples, their classes, and the valid inputs. */
export type Inputs = {
  /** Of one example. */
  readonly shape: readonly number[];
  /** `[count, ...shape]`, flat. */
  readonly x: Float32Array;
  readonly labels: readonly number[];
  readonly classes: number;
  readonly range: readonly [number, number];
  /** The radius of each feature at epsilon 1; 1 for all unless given. */
  readonly scale?: readonly number[];
};

const format = 'ibp-inputs-1';
const where = 'inputs';

/** @throws unless the parts fit one another and are what they are to be. */
function checked(inputs: Inputs): Inputs {
  const { shape, x, labels, classes, range, scale } = inputs;
  const size = sizeOf(shape);
  if (labels.length < 1) fail(where, 'expected at least one example, got none');
  if (x.length !== labels.length * size) {
    fail(where, `expected ${labels.length * size} values of ${labels.length} examples, got ${x.length}`);
  }
  if (!(Number.isSafeInteger(classes) && classes >= 2)) {
    fail(where, `expected at least 2 classes, got ${classes}`);
  }
  const label = labels.findIndex((one) => !(Number.isInteger(one) && one >= 0 && one < classes));
  if (label >= 0) fail(where, `expected labels below ${classes}, got ${labels[label]} at example ${label}`);
  if (!(range[0] < range[1])) fail(where, `expected a range from less to more, got ${range.join(' to ')}`);
  const value = x.findIndex((one) => !(one >= range[0] && one <= range[1]));
  if (value >= 0) {
    fail(
      where,
      `expected values from ${range.join(' to ')}, got ${x[value]} in example ${Math.floor(value / size)}`,
    );
  }
  if (scale && (scale.length !== size || scale.some((one) => !(one >= 0 && one < Infinity)))) {
    fail(where, `expected a scale of ${size} numbers of 0 or more, got ${scale.length}`);
  }
  return inputs;
}

/**
 * Examples as the bytes of one file, equal for equal examples; {@link decodeInputs} reads it.
 *
 * @throws unless the examples have the values, labels and scale that they should, all within the range.
 */
export function encodeInputs(inputs: Inputs): Uint8Array {
  const { shape, x, labels, classes, range, scale } = checked(inputs);
  const arrays = { x: { shape: [labels.length, ...shape], data: x } };
  const metadata = { format, about: JSON.stringify({ labels, classes, range, scale }) };
  return encodeSafetensors({ arrays, metadata });
}

/**
 * The examples of a file that {@link encodeInputs} wrote.
 *
 * @throws when it is damaged, of another format, or holds what does not fit.
 */
export function decodeInputs(bytes: Uint8Array): Inputs {
  const { arrays, metadata } = decodeSafetensors(where, bytes);
  if (metadata.format !== format) fail(where, `expected format ${format}, got ${metadata.format ?? 'none'}`);
  const { x } = arrays;
  if (!x) return fail(where, 'expected an array x, got none');
  let about: Partial<Inputs>;
  try {
    about = JSON.parse(metadata.about ?? '');
  } catch {
    return fail(where, 'expected labels, classes and range in JSON, got none');
  }
  const { labels, classes, range, scale } = about;
  if (!Array.isArray(labels) || !Array.isArray(range) || (scale !== undefined && !Array.isArray(scale))) {
    return fail(where, 'expected lists of labels and of a range, got none');
  }
  const [, ...shape] = x.shape;
  const read = { shape, x: x.data, labels, classes: classes as number, range: range as [number, number] };
  return checked({ ...read, ...(scale ? { scale } : {}) });
}

/** The example at a place: its values as they are, not a copy. */
export const inputAt = ({ x, labels }: Inputs, place: number): Float32Array => {
  const size = x.length / labels.length;
  return x.subarray(place * size, (place + 1) * size);
};

/** The radius of each feature, or of all. */
export const radiiAt = ({ scale }: Inputs, epsilon: number): number | readonly number[] =>
  scale ? scale.map((factor) => factor * epsilon) : epsilon;

/** "The class of this example is its label, for all inputs within epsilon and the range." */
export const statementAt = (inputs: Inputs, place: number, epsilon: number): Classification => ({
  x: inputAt(inputs, place),
  label: inputs.labels[place]!,
  classes: inputs.classes,
  epsilon: radiiAt(inputs, epsilon),
  range: inputs.range,
});

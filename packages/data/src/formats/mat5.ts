import { dataError } from '../core/data-error';
import { DEFAULT_LIMIT, LimitError } from './decompress';
import { message } from './gzip';
import { type Element, elements, numbers, text } from './mat5-element';
import type { Numbers } from './ndarray';
import { unzlib } from './unzlib';

// Written here because the one package that reads this format is under the GPL.

/** A numeric array, its values in MATLAB's order: the first index runs fastest. */
export type MatArray = { readonly shape: readonly number[]; readonly data: Numbers };

const MATRIX = 14;
const COMPRESSED = 15;
/** Array classes 6 (double) to 15 (uint64); those below are cells, structures, text and sparse. */
const FIRST_NUMERIC_CLASS = 6;
/** More than any array of images has. */
const MOST_DIMENSIONS = 32;

/**
 * The numeric arrays of a MATLAB level 5 .mat file (little-endian, compressed or not) by name; variables of
 * other kinds are passed over.
 *
 * @param limit bytes that its compressed variables may unpack to together.
 * @throws DataError when the file is of another version, cut off or damaged, or unpacks to more
 */
export function parseMat5(
  bytes: Uint8Array,
  where = 'parseMat5',
  limit: number = DEFAULT_LIMIT,
): Record<string, MatArray> {
  const header = String.fromCharCode(...bytes.subarray(0, 6));
  const mark = String.fromCharCode(...bytes.subarray(126, 128));
  if (header !== 'MATLAB' || mark !== 'IM' || bytes[125] !== 1) {
    throw dataError(where, `expected a little-endian MATLAB 5 file, got a header starting "${header}"`);
  }
  const arrays: Record<string, MatArray> = {};
  for (const matrix of matrices(bytes, where, limit)) {
    const variable = parseMatrix(matrix, where);
    if (variable) arrays[variable.name] = variable.array;
  }
  return arrays;
}

/** The variables, unpacked. */
function* matrices(bytes: Uint8Array, where: string, limit: number): Generator<Element, void, void> {
  let left = limit;
  for (const element of elements(bytes, 128, where)) {
    if (element.type === MATRIX) yield element;
    if (element.type !== COMPRESSED) continue;
    const inflated = expand(element, where, left, limit);
    left -= inflated.length;
    for (const inner of elements(inflated, 0, where)) if (inner.type === MATRIX) yield inner;
  }
}

function expand({ data }: Element, where: string, left: number, limit: number): Uint8Array {
  try {
    return unzlib(data, left);
  } catch (cause) {
    if (cause instanceof LimitError) throw dataError(where, new LimitError(limit).message);
    throw dataError(where, `expected whole compressed data, got damaged data (${message(cause)})`, cause);
  }
}

function parseMatrix(matrix: Element, where: string): { name: string; array: MatArray } | undefined {
  const [flags, dimensions, name, real] = elements(matrix.data, 0, where);
  if (!flags || !dimensions || !name)
    throw dataError(where, 'expected a variable with flags, shape and name');
  if (flags.data[0]! < FIRST_NUMERIC_CLASS || !real) return undefined;
  if (dimensions.data.length > 4 * MOST_DIMENSIONS)
    throw dataError(where, 'expected a shape, got another thing');
  const shape = Array.from(numbers(dimensions, where));
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    throw dataError(where, `expected whole numbers in the shape of ${text(name)}, got [${shape}]`);
  }
  const data = numbers(real, where);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (data.length !== size) {
    throw dataError(
      where,
      `expected ${size} values for ${text(name)} of shape [${shape}], got ${data.length}`,
    );
  }
  return { name: text(name), array: { shape, data } };
}

import { unzlibSync } from 'fflate';
import { dataError } from '../core/data-error';
import { message } from './gzip';
import { type Element, elements, numbers, text } from './mat5-element';
import type { Numbers } from './ndarray';

// Written here because the one package that reads this format is under the GPL.

/** A numeric array, its values in MATLAB's order: the first index runs fastest. */
export type MatArray = { readonly shape: readonly number[]; readonly data: Numbers };

const MATRIX = 14;
const COMPRESSED = 15;
/** Array classes 6 (double) to 15 (uint64); those below are cells, structures, text and sparse. */
const FIRST_NUMERIC_CLASS = 6;

/**
 * The numeric arrays of a MATLAB level 5 .mat file (little-endian, compressed or not) by name; variables of
 * other kinds are passed over.
 * @throws DataError when the file is of another version, cut off or damaged
 */
export function parseMat5(bytes: Uint8Array, where = 'parseMat5'): Record<string, MatArray> {
  const header = String.fromCharCode(...bytes.subarray(0, 6));
  const mark = String.fromCharCode(...bytes.subarray(126, 128));
  if (header !== 'MATLAB' || mark !== 'IM' || bytes[125] !== 1) {
    throw dataError(where, `expected a little-endian MATLAB 5 file, got a header starting "${header}"`);
  }
  const arrays: Record<string, MatArray> = {};
  for (const element of elements(bytes, 128, where)) {
    for (const matrix of expand(element, where)) {
      const variable = parseMatrix(matrix, where);
      if (variable) arrays[variable.name] = variable.array;
    }
  }
  return arrays;
}

function expand(element: Element, where: string): readonly Element[] {
  if (element.type === MATRIX) return [element];
  if (element.type !== COMPRESSED) return [];
  let inflated: Uint8Array;
  try {
    inflated = unzlibSync(element.data);
  } catch (cause) {
    throw dataError(where, `expected whole compressed data, got damaged data (${message(cause)})`, cause);
  }
  return elements(inflated, 0, where).filter(({ type }) => type === MATRIX);
}

function parseMatrix(matrix: Element, where: string): { name: string; array: MatArray } | undefined {
  const [flags, dimensions, name, real] = elements(matrix.data, 0, where);
  if (!flags || !dimensions || !name)
    throw dataError(where, 'expected a variable with flags, shape and name');
  if (flags.data[0]! < FIRST_NUMERIC_CLASS || !real) return undefined;
  const shape = Array.from(numbers(dimensions, where));
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

import { Parser } from 'pickleparser';
import { dataError } from '../core/data-error';
import { message } from './gzip';
import { type NdArray, ndarray } from './ndarray';

/**
 * The value in a Python pickle: dicts as objects, tuples as lists, NumPy arrays as `NdArray`. Nothing but
 * NumPy arrays is constructed, so no code in the file can run.
 * @throws DataError when the file is cut off, damaged, or holds other classes
 */
export function parsePickle(bytes: Uint8Array, where = 'parsePickle'): unknown {
  try {
    return plain(new Parser({ nameResolver: { resolve } }).parse(bytes), where);
  } catch (cause) {
    if ((cause as Error).name === 'DataError') throw cause;
    throw dataError(where, `expected a whole Python pickle, got a damaged one (${message(cause)})`, cause);
  }
}

/** `numpy.dtype('u1')` followed by its state, of which the second entry is the byte order. */
class Dtype {
  order = '|';
  constructor(readonly code: string) {}
  __setstate__(state: readonly unknown[]): void {
    this.order = String(state[1]);
  }
}

/** An array is made empty and then filled by its state: version, shape, type, Fortran order, bytes. */
class PendingArray {
  state: readonly unknown[] = [];
  __setstate__(state: readonly unknown[]): void {
    this.state = state;
  }
}

type Constructor = (...args: never[]) => unknown;

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The globals a pickled array of numbers mentions; NumPy 2 renamed `core` to `_core`. */
const GLOBALS: Record<string, Constructor> = {
  'numpy.core.multiarray._reconstruct': () => new PendingArray(),
  'numpy._core.multiarray._reconstruct': () => new PendingArray(),
  'numpy.core.numeric._frombuffer': fromBuffer,
  'numpy._core.numeric._frombuffer': fromBuffer,
  'numpy.dtype': (code: string) => new Dtype(code),
  'numpy.ndarray': () => undefined,
  // protocol 2 has no bytes: they are text, encoded on loading
  '_codecs.encode': latin1,
};

function resolve(module: string, name: string): Constructor {
  const found = GLOBALS[`${module}.${name}`];
  if (!found) throw new Error(`it holds a ${module}.${name}; only NumPy arrays of numbers are read`);
  return found;
}

/** Protocol 5 hands the bytes over before the type and the shape. */
function fromBuffer(bytes: Uint8Array, dtype: Dtype, shape: number[], order: string): PendingArray {
  const pending = new PendingArray();
  pending.state = [1, shape, dtype, order === 'F', bytes];
  return pending;
}

function plain(value: unknown, where: string): unknown {
  if (value instanceof PendingArray) return toArray(value, where);
  if (Object.getPrototypeOf(value ?? 0) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([key, entry]) => [key, plain(entry, where)]),
  );
}

function toArray({ state }: PendingArray, where: string): NdArray {
  const [, shape, dtype, fortran, bytes] = state;
  if (!(dtype instanceof Dtype) || !Array.isArray(shape) || !ArrayBuffer.isView(bytes)) {
    throw dataError(where, 'expected a NumPy array of numbers, got one of another kind');
  }
  if (fortran || dtype.order === '>') throw dataError(where, 'expected little-endian numbers in C order');
  return ndarray(bytes as Uint8Array, dtype.code, shape, where);
}

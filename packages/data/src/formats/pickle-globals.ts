import { dataError } from '../core/data-error';
import { type NdArray, ndarray } from './ndarray';

/** A name in a pickle, of which only those that make arrays of numbers are known. */
export class Global {
  constructor(readonly name: string) {}
}

/** `numpy.dtype('u1')` followed by its state, of which the second entry is the byte order. */
class Dtype {
  order = '|';
  constructor(readonly code: string) {}
}

/** An array is made empty and then filled: nothing may see it before. */
export type Pending = { -readonly [key in keyof NdArray]?: NdArray[key] };

/** What may be made in a pickle, and what is counted of it. */
export type Making = {
  readonly where: string;
  /** @throws when copies come to more than twice the bytes of the file. */
  readonly spend: (bytes: number) => void;
  readonly pending: Set<Pending>;
};

/** The globals a pickled array of numbers mentions, without their module; NumPy 2 renamed `core` to `_core`. */
const known = new Map([
  ['numpy.core.multiarray._reconstruct', 'empty'],
  ['numpy._core.multiarray._reconstruct', 'empty'],
  ['numpy.core.numeric._frombuffer', 'from bytes'],
  ['numpy._core.numeric._frombuffer', 'from bytes'],
  ['numpy.dtype', 'dtype'],
  ['numpy.ndarray', 'class'],
  // protocol 2 has no bytes: they are text, encoded on loading
  ['_codecs.encode', 'encode'],
]);

export function globalOf(module: unknown, name: unknown): Global {
  if (typeof module !== 'string' || typeof name !== 'string') throw new Error('Expected the name of a class');
  const found = known.get(`${module}.${name}`);
  if (found) return new Global(found);
  const shown = `${module}.${name}`.slice(0, 100);
  throw new Error(`it holds a ${shown}; only NumPy arrays of numbers are read`);
}

/** What calling a global gives. */
export function call(callee: unknown, given: unknown, making: Making): unknown {
  if (!(callee instanceof Global) || !Array.isArray(given)) throw new Error('Expected a call of a class');
  if (callee.name === 'empty') {
    const pending: Pending = {};
    making.pending.add(pending);
    return pending;
  }
  if (callee.name === 'dtype' && typeof given[0] === 'string') return new Dtype(given[0].slice(0, 10));
  if (callee.name === 'encode' && typeof given[0] === 'string') return encode(given[0], making);
  // protocol 5 hands the bytes over before the type and the shape
  if (callee.name === 'from bytes') {
    const [bytes, dtype, shape, order] = given;
    return arrayOf([1, shape, dtype, order === 'F', bytes], making);
  }
  throw new Error(`Expected other arguments of ${callee.name}`);
}

/** Fills what {@link call} made with its state. */
export function build(made: unknown, state: unknown, making: Making): void {
  if (made instanceof Dtype && Array.isArray(state) && typeof state[1] === 'string') {
    made.order = state[1].slice(0, 1);
  } else if (making.pending.has(made as Pending) && Array.isArray(state)) {
    Object.assign(made as Pending, arrayOf(state, making));
    making.pending.delete(made as Pending);
  } else throw new Error('Expected the state of an array');
}

/** Of a state: version, shape, type, Fortran order, bytes. */
function arrayOf(state: readonly unknown[], making: Making): NdArray {
  const { where, spend } = making;
  const [, shape, dtype, fortran] = state;
  const bytes = typeof state[4] === 'string' ? encode(state[4], making) : state[4];
  if (!(dtype instanceof Dtype) || !Array.isArray(shape) || !(bytes instanceof Uint8Array)) {
    throw dataError(where, 'expected a NumPy array of numbers, got one of another kind');
  }
  if (fortran || dtype.order === '>') throw dataError(where, 'expected little-endian numbers in C order');
  if (dtype.code !== 'u1') spend(bytes.length);
  return ndarray(bytes, dtype.code, shape, where);
}

function encode(text: string, { spend }: Making): Uint8Array {
  spend(text.length);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) throw new Error('Expected text of bytes');
    bytes[i] = code;
  }
  return bytes;
}

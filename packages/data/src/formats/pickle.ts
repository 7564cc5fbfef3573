import { dataError } from '../core/data-error';
import { message } from './gzip';
import type { Making } from './pickle-globals';
import { type Machine, pop } from './pickle-machine';
import { operations } from './pickle-operations';
import { PickleReader } from './pickle-reader';

// Written here because the package that reads pickles makes text of keys and arguments: one of 400 bytes, of lists that
// hold each other twice, keeps it busy for ever.

/** `.` */
const STOP = 46;

/** Operations that a file may have: for each, at most one value is made. */
const MOST_OPERATIONS = 2 ** 22;

/**
 * The value in a Python pickle of protocol 0 to 5: dicts as objects, tuples as lists, NumPy arrays as `NdArray`. Nothing but
 * NumPy arrays is constructed, so no code in the file can run. At most 4,194,304 values beside the numbers in arrays.
 * @throws DataError when the file is cut off, damaged, or holds other classes or more values
 */
export function parsePickle(bytes: Uint8Array, where = 'parsePickle'): unknown {
  // text may be made bytes, and those numbers
  let left = 2 * bytes.length;
  const spend = (copied: number) => {
    left -= copied;
    if (left < 0) throw new Error('its arrays take more bytes than it has');
  };
  try {
    return run(new PickleReader(bytes), { where, spend, pending: new Set() });
  } catch (cause) {
    if ((cause as Error).name === 'DataError') throw cause;
    throw dataError(where, `expected a whole Python pickle, got a damaged one (${message(cause)})`, cause);
  }
}

function run(read: PickleReader, making: Making): unknown {
  const machine: Machine = { stack: [], below: [], memo: new Map(), read, making };
  for (let count = 0; count < MOST_OPERATIONS; count++) {
    const code = read.uint(1);
    if (code === STOP) {
      if (making.pending.size > 0) throw new Error('an array was never filled');
      return pop(machine);
    }
    const operation = operations[code];
    if (!operation) throw new Error(`Unsupported operation ${code}`);
    operation(machine);
  }
  throw new Error(`it has more than ${MOST_OPERATIONS} values`);
}

import { dataError } from '../core/data-error';
import { message } from './gzip';
import { build, call, globalOf, type Making } from './pickle-globals';
import { integerOfBytes, integerOfText } from './pickle-numbers';
import { PickleReader } from './pickle-reader';

// Written here because the package that reads pickles makes text of keys and arguments: one of 400 bytes, of lists that
// hold each other twice, keeps it busy for ever.

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

/** The stack of values, those below the marks, and what was noted to be used again. */
type Machine = {
  stack: unknown[];
  readonly below: unknown[][];
  readonly memo: Map<number, unknown>;
  readonly read: PickleReader;
  readonly making: Making;
};

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

function pop({ stack }: Machine): unknown {
  if (stack.length === 0) throw new Error('Expected a value, got none');
  return stack.pop();
}

function top<T>({ stack }: Machine, is: (value: unknown) => value is T): T {
  const value = stack.at(-1);
  if (!is(value)) throw new Error('Expected a list or a dict to add to');
  return value;
}

/** What lies above the last mark. */
function popMark(machine: Machine): unknown[] {
  const items = machine.stack;
  const below = machine.below.pop();
  if (!below) throw new Error('Expected a mark, got none');
  machine.stack = below;
  return items;
}

type Dict = { [key: string]: unknown };
const dicts = new WeakSet<object>();
const isDict = (value: unknown): value is Dict => dicts.has(value as object);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function newDict(): Dict {
  const dict = {};
  dicts.add(dict);
  return dict;
}

function setItems(dict: Dict, items: readonly unknown[]): void {
  if (items.length % 2 !== 0) throw new Error('Expected a value for each key');
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (typeof key !== 'string' && typeof key !== 'number') throw new Error('Expected text as keys');
    // by definition, not assignment: "__proto__" is a key like another
    Object.defineProperty(dict, key, {
      ...{ value: items[i + 1], enumerable: true, writable: true, configurable: true },
    });
  }
}

/** Text between quotes; escapes are refused, where taking them for what they are would give other bytes. */
function unescaped(text: string): string {
  if (text.includes('\\')) throw new Error('Expected text without escapes');
  return text;
}

function unquoted(text: string): string {
  const quote = text[0];
  if (text.length < 2 || quote !== text.at(-1) || (quote !== '"' && quote !== "'")) {
    throw new Error('Expected text in quotes');
  }
  return unescaped(text.slice(1, -1));
}

const push =
  (value: (machine: Machine) => unknown) =>
  (machine: Machine): void => {
    // first: reading a value may take some from the stack
    const made = value(machine);
    machine.stack.push(made);
  };
const recall = (memo: Machine['memo'], key: number): unknown => {
  if (!memo.has(key)) throw new Error('Expected a value noted before');
  return memo.get(key);
};
const note = (machine: Machine, key: number) => machine.memo.set(key, machine.stack.at(-1));
const tuple = (size: number) => push((m) => Array.from({ length: size }, () => pop(m)).reverse());

/** `.` */
const STOP = 46;

/** By the character that stands for it in Python's `pickletools`. */
const byCharacter: { readonly [character: string]: (machine: Machine) => void } = {
  '\x80': ({ read }: Machine) => {
    const version = read.uint(1);
    if (version > 5) throw new Error(`Unsupported protocol ${version}`);
  },
  '\x95': ({ read }: Machine) => void read.take(8),
  '(': (m: Machine) => {
    m.below.push(m.stack);
    m.stack = [];
  },
  '1': (m: Machine) => void popMark(m),
  '0': (m: Machine) => void pop(m),
  '2': push((m) => m.stack.at(-1)),
  p: (m: Machine) => void note(m, Number(m.read.line())),
  q: (m: Machine) => void note(m, m.read.uint(1)),
  r: (m: Machine) => void note(m, m.read.uint(4)),
  '\x94': (m: Machine) => void note(m, m.memo.size),
  g: push(({ memo, read }) => recall(memo, Number(read.line()))),
  h: push(({ memo, read }) => recall(memo, read.uint(1))),
  j: push(({ memo, read }) => recall(memo, read.uint(4))),
  N: push(() => null),
  '\x88': push(() => true),
  '\x89': push(() => false),
  I: push(({ read }) => {
    const text = read.line();
    return text === '01' ? true : text === '00' ? false : integerOfText(text);
  }),
  L: push(({ read }) => integerOfText(read.line())),
  F: push(({ read }) => Number.parseFloat(read.line())),
  J: push(({ read }) => read.int32()),
  K: push(({ read }) => read.uint(1)),
  M: push(({ read }) => read.uint(2)),
  '\x8a': push(({ read }) => integerOfBytes(read.take(read.uint(1)))),
  '\x8b': push(({ read }) => integerOfBytes(read.take(read.uint(4)))),
  G: push(({ read }) => read.float64()),
  S: push(({ read }) => unquoted(read.line())),
  V: push(({ read }) => unescaped(read.line())),
  U: push(({ read }) => read.latin1(read.uint(1))),
  T: push(({ read }) => read.latin1(read.uint(4))),
  '\x8c': push(({ read }) => read.utf8(read.uint(1))),
  X: push(({ read }) => read.utf8(read.uint(4))),
  '\x8d': push(({ read }) => read.utf8(read.uint(8))),
  C: push(({ read }) => read.take(read.uint(1))),
  B: push(({ read }) => read.take(read.uint(4))),
  '\x8e': push(({ read }) => read.take(read.uint(8))),
  '\x96': push(({ read }) => read.take(read.uint(8))),
  ')': push(() => []),
  t: push(popMark),
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  ']': push(() => []),
  l: push(popMark),
  a: (m: Machine) => {
    const item = pop(m);
    top(m, isList).push(item);
  },
  e: (m: Machine) => {
    const items = popMark(m);
    const list = top(m, isList);
    for (const item of items) list.push(item);
  },
  '}': push(newDict),
  d: push((m) => {
    const [items, dict] = [popMark(m), newDict()];
    setItems(dict, items);
    return dict;
  }),
  s: (m: Machine) => {
    const [value, key] = [pop(m), pop(m)];
    setItems(top(m, isDict), [key, value]);
  },
  u: (m: Machine) => {
    const items = popMark(m);
    setItems(top(m, isDict), items);
  },
  c: push(({ read }) => {
    const module = read.line();
    return globalOf(module, read.line());
  }),
  '\x93': push((m) => {
    const name = pop(m);
    return globalOf(pop(m), name);
  }),
  R: push((m) => {
    const given = pop(m);
    return call(pop(m), given, m.making);
  }),
  b: (m: Machine) => {
    const state = pop(m);
    build(m.stack.at(-1), state, m.making);
  },
};
const operations = Array.from({ length: 256 }, (_, code) => byCharacter[String.fromCharCode(code)]);

import { isDict, isList, newDict, setItems } from './pickle-dict';
import { build, call, globalOf } from './pickle-globals';
import { type Machine, note, pop, popMark, push, recall, top, tuple } from './pickle-machine';
import { integerOfBytes, integerOfText } from './pickle-numbers';
import { unescaped, unquoted } from './pickle-text';

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
/** By its byte; undefined for those that are not known. */
export const operations = Array.from({ length: 256 }, (_, code) => byCharacter[String.fromCharCode(code)]);

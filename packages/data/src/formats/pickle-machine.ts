import type { Making } from './pickle-globals';
import type { PickleReader } from './pickle-reader';

/** The stack of values, those below the marks, and what was noted to be used again. */
export type Machine = {
  stack: unknown[];
  readonly below: unknown[][];
  readonly memo: Map<number, unknown>;
  readonly read: PickleReader;
  readonly making: Making;
};

export function pop({ stack }: Machine): unknown {
  if (stack.length === 0) throw new Error('Expected a value, got none');
  return stack.pop();
}

export function top<T>({ stack }: Machine, is: (value: unknown) => value is T): T {
  const value = stack.at(-1);
  if (!is(value)) throw new Error('Expected a list or a dict to add to');
  return value;
}

/** What lies above the last mark. */
export function popMark(machine: Machine): unknown[] {
  const items = machine.stack;
  const below = machine.below.pop();
  if (!below) throw new Error('Expected a mark, got none');
  machine.stack = below;
  return items;
}

export const push =
  (value: (machine: Machine) => unknown) =>
  (machine: Machine): void => {
    // first: reading a value may take some from the stack
    const made = value(machine);
    machine.stack.push(made);
  };
export const recall = (memo: Machine['memo'], key: number): unknown => {
  if (!memo.has(key)) throw new Error('Expected a value noted before');
  return memo.get(key);
};
export const note = (machine: Machine, key: number) => machine.memo.set(key, machine.stack.at(-1));
export const tuple = (size: number) => push((m) => Array.from({ length: size }, () => pop(m)).reverse());

import type { VariableIndex, VnnlibTensor } from '../variable';
import { advance, expect, failAt, shown, type Tokens, textOf } from './tokens';

/** What a file has declared before its assertions. */
export type Scope = {
  readonly version: '1.0' | '2.0';
  /** The name of the network (version 2). */
  readonly network?: string;
  readonly inputs: readonly VnnlibTensor[];
  readonly outputs: readonly VnnlibTensor[];
  /** The variable that is named next, which is passed over; undefined where none has this name. */
  readonly read: (tokens: Tokens) => VariableIndex | undefined;
};

/** The most values that inputs or outputs may have. */
export const mostValues = 2 ** 24;

/** How many values tensors have together. */
export const countOf = (tensors: readonly VnnlibTensor[]): number =>
  tensors.reduce((sum, { count }) => sum + count, 0);

/** A whole number that is next, from 0; passed over. */
export function readIndex(tokens: Tokens, what: string): number {
  const text = textOf(tokens);
  if (tokens.kind !== 'word' || !/^\d{1,8}$/.test(text)) {
    failAt(tokens, tokens.start, `expected ${what}, got ${shown(tokens)}`);
  }
  advance(tokens);
  return Number(text);
}

/** Whole numbers in brackets that are next, `[1, 3, 28]` or `[]`; passed over. */
export function readIndices(tokens: Tokens, what: string): number[] {
  expect(tokens, '[');
  const indices: number[] = [];
  while (tokens.kind !== ']') {
    if (indices.length > 0) expect(tokens, ',');
    if (indices.length === 64) failAt(tokens, tokens.start, 'expected at most 64 dimensions, got more');
    indices.push(readIndex(tokens, what));
  }
  advance(tokens);
  return indices;
}

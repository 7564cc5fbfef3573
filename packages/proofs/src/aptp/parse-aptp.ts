import { fail } from '@ibp/core';
import type { Property } from '@ibp/exact';
import { parseVnnlib } from '@ibp/vnnlib';
import { declaredUnits, type Pattern, patternsIn } from './read-patterns';
import { statementsIn } from './statements';

/** A proof by activation patterns, or by boxes, as a file of APTP has it. */
export type Aptp = {
  /** What the file states: of all these boxes no output is unsafe. Several where its tree is of boxes. */
  readonly properties: readonly Property[];
  /** The greatest `k` of a declared `N_k`; 0 if there is none. */
  readonly units: number;
  /** The leaves of a tree over the signs of hidden units; nothing where the tree is of boxes, or the whole box one leaf. */
  readonly patterns?: readonly Pattern[];
};

/**
 * Reads a proof in APTP, the language of activation pattern tree proofs (Duong, Xu, Nguyen, Dwyer 2025, Generating and
 * Checking DNN Verification Proofs), as NeuralSAT and APTPchecker have it. It is VNN-LIB of version 1, read as `parseVnnlib`
 * reads it, with `(declare-pwl N_1 ... ReLU)` and one assertion of hidden units, an `or` of `and`s of `(< N_k 0)` and `(>= N_k 0)`: the
 * leaves of a tree. A proof by input splits has an `or` of boxes of inputs in its place.
 *
 * @throws with line and column (`parseAptp: 12:9: expected ...`) where the text is no such file.
 *
 * @example
 * ```ts
 * import { parseAptp } from '@ibp/proofs';
 *
 * const { patterns, properties } = parseAptp(`
 *   (declare-const X_0 Real) (declare-const Y_0 Real) (declare-pwl N_1 ReLU)
 *   (assert (>= X_0 -1.0)) (assert (<= X_0 1.0)) (assert (>= Y_0 2.0))
 *   (assert (or (and (< N_1 0)) (and (>= N_1 0))))`);
 * console.log(patterns, properties.length); // [ [ -1 ], [ 1 ] ] 1
 * ```
 */
export function parseAptp(text: string): Aptp {
  if (typeof text !== 'string') fail('parseAptp', `expected a text, got ${typeof text}`);
  const refuse = (at: number, message: string): never => {
    const before = text.slice(0, at);
    return fail('parseAptp', `${before.split('\n').length}:${at - before.lastIndexOf('\n')}: ${message}`);
  };
  const declared = new Set<number>();
  let patterns: Pattern[] | undefined;
  // the rest is VNN-LIB; what is left out leaves its lines, so that places in messages stay
  let rest = '';
  let end = 0;
  const statements = statementsIn(text, refuse);
  const of = (word: string) => statements.filter(({ text: own }) => /^\(\s*(\S+)/.exec(own)?.[1] === word);
  for (const statement of of('declare-pwl'))
    for (const unit of declaredUnits(statement, refuse)) declared.add(unit);
  for (const { start, text: own } of statements) {
    const blank = () => own.replace(/[^\n]/g, ' ');
    rest += text.slice(end, start).replace(/[^\n]/g, ' ');
    end = start + own.length;
    if (/^\(\s*declare-pwl\b/.test(own)) rest += blank();
    else if (/^\(\s*declare-const\b/.test(own)) rest += oneByOne(own);
    else if (/[\s(]N_\d/.test(own)) {
      if (patterns) refuse(start, 'expected one assertion of hidden units, got a second');
      patterns = patternsIn({ start, text: own }, declared, refuse);
      rest += blank();
    } else rest += own;
  }
  const { properties } = statedIn(rest);
  if (patterns && properties.length > 1) {
    fail('parseAptp', `expected one box of inputs beside activation patterns, got ${properties.length}`);
  }
  const units = [...declared].reduce((a, b) => Math.max(a, b), 0);
  return { properties, units, ...(patterns && { patterns }) };
}

/** `(declare-const X_0 X_1 Real)` as VNN-LIB has it, one variable each. */
function oneByOne(statement: string): string {
  const words = statement.slice(1, -1).trim().split(/\s+/);
  if (words.length <= 3) return statement;
  return words
    .slice(1, -1)
    .map((word) => `(declare-const ${word} ${words.at(-1)})`)
    .join(' ');
}

function statedIn(text: string): ReturnType<typeof parseVnnlib> {
  try {
    return parseVnnlib(text);
  } catch (error) {
    return fail('parseAptp', (error as Error).message.replace(/^parseVnnlib: /, ''));
  }
}

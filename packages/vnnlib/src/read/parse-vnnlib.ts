import { fail } from '@ibp/core';
import type { VnnlibQuery } from '../query';
import { always, conjoin } from './disjunction';
import { readFormula } from './formula';
import { propertiesOf } from './properties';
import { countOf, type Scope } from './scope';
import { declareConst, scopeOfConsts } from './scope-v1';
import { declareNetwork } from './scope-v2';
import { advance, expect, expectWord, failAt, shown, type Tokens, tokensOf } from './tokens';

/** Commands of SMT-LIB that say nothing of the property. */
const passedOver = new Set(['set-logic', 'set-info', 'set-option', 'check-sat', 'get-model', 'exit']);

/**
 * Reads a VNN-LIB file, of version 1.0 (`declare-const X_0`) or 2.0 (`declare-network`): what is asked for as properties to
 * be proved, in float64 and rounded outward, and its formula in exact decimals.
 *
 * Version 1.0 as the competition uses it (Barrett and others 2023, the VNN-LIB standard): variables `X_i` and `Y_i`, linear
 * terms of `+`, `-`, `*`; `<=`, `>=`, `<`, `>`, `=`, `!=`; `and`, `or`, in each other as they like. Of version 2.0 the same
 * with one network, whose inputs and outputs may be several tensors of any rank.
 *
 * An end of an input that is no float64 is rounded outward, and so is a row: unsafe sets may grow, never shrink.
 * Strict comparisons count as those with `=`. An input without an end has an infinite one. A box without an input drops its
 * conjunctions. {@link satisfies} judges what was found by the formula itself.
 *
 * @throws with line and column (`parseVnnlib: 12:9: expected ...`) where the text is no such file: of a hidden node, a second
 * network, a product of variables; where its `and`s of `or`s come to more than 20000
 * conjunctions; where a row has so many coefficients with too many decimals that 64 rows of float64 numbers would not do.
 * @example
 * ```js
 * import { parseVnnlib } from '@ibp/vnnlib';
 *
 * const { properties } = parseVnnlib(`
 *   (declare-const X_0 Real)
 *   (declare-const Y_0 Real)
 *   (declare-const Y_1 Real)
 *   (assert (>= X_0 -0.5))
 *   (assert (<= X_0 0.5))
 *   (assert (or (and (<= Y_0 Y_1)) (and (>= Y_1 2))))`);
 * const [property] = properties;
 * console.log(property?.boxes[0]?.upper[0]); // 0.5
 * console.log(property?.unsafe.map(({ c, d }) => [...c, ...d])); // [ [ -1, 1, 0 ], [ 0, 1, -2 ] ]
 * ```
 */
export function parseVnnlib(text: string): VnnlibQuery {
  if (typeof text !== 'string') fail('parseVnnlib', `expected a text, got ${typeof text}`);
  const tokens = tokensOf(text);
  const declared = { X: new Set<number>(), Y: new Set<number>() };
  const common = always();
  const either = always();
  const work = { done: 0 };
  let scope: Scope | undefined;
  while (tokens.kind !== 'end') {
    const { start } = tokens;
    expect(tokens, '(', '(declare-const, (declare-network or (assert');
    const form = expectWord(tokens, 'a command');
    const refuse = (message: string) => failAt(tokens, start, message);
    if (form === 'assert') {
      scope ??= scopeOfConsts(tokens, declared, start);
      const formula = readFormula(tokens, scope, work);
      conjoin(formula.conjunctions.length === 1 ? common : either, formula, refuse);
      expect(tokens, ')');
    } else if (form === 'declare-const' || form === 'declare-fun') {
      if (scope) refuse('expected declarations before assertions, got one after');
      declareConst(tokens, declared, form);
    } else if (form === 'vnnlib-version') {
      readVersion(tokens);
    } else if (form === 'declare-network') {
      if (scope?.version === '2.0') refuse('expected one network, got a second, which is not supported');
      if (scope || declared.X.size + declared.Y.size > 0)
        refuse('expected declare-const alone, got a network');
      scope = declareNetwork(tokens);
    } else if (passedOver.has(form)) {
      passOver(tokens);
    } else {
      failAt(tokens, start, `expected declare-const, declare-network or assert, got ${form.slice(0, 40)}`);
    }
  }
  scope ??= scopeOfConsts(tokens, declared, tokens.start);
  const { version, network, inputs, outputs } = scope;
  const formula = { common: common.conjunctions[0]!, conjunctions: either.conjunctions };
  return {
    ...{ version, inputs, outputs, inputCount: countOf(inputs), outputCount: countOf(outputs) },
    ...(network === undefined ? {} : { network }),
    ...{ properties: propertiesOf(tokens, scope, formula), formula },
  };
}

/** `<2.0>)`, of which `(vnnlib-version` was read. */
function readVersion(tokens: Tokens): void {
  const { start } = tokens;
  const version = shown(tokens);
  if (!/^<?[12]\.\d+>?$/.test(expectWord(tokens, 'a version'))) {
    failAt(tokens, start, `expected a version 1.x or 2.x, got ${version}`);
  }
  expect(tokens, ')');
}

/** To the end of a command, of which the name was read. */
function passOver(tokens: Tokens): void {
  for (let depth = 1; depth > 0; advance(tokens)) {
    if (tokens.kind === 'end') failAt(tokens, tokens.start, 'expected ), got the end of the file');
    if (tokens.kind === '(') depth++;
    if (tokens.kind === ')') depth--;
  }
}

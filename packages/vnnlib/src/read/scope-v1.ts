import type { VnnlibTensor } from '../variable';
import { mostValues, type Scope } from './scope';
import { advance, expect, expectWord, failAt, type Tokens, textOf } from './tokens';

const name = /^([XY])_(0|[1-9]\d{0,7})$/;

/** The variables of version 1, as they are declared one after the other: `X_0` to `X_n` and `Y_0` to `Y_m`. */
export type Declared = { readonly X: Set<number>; readonly Y: Set<number> };

/** `(declare-const X_0 Real)`, of which `(declare-const` was read; or `(declare-fun X_0 () Real)`. */
export function declareConst(tokens: Tokens, { X, Y }: Declared, form: string): void {
  const { start } = tokens;
  const word = expectWord(tokens, 'a variable');
  const parts = name.exec(word);
  if (!parts)
    failAt(tokens, start, `expected a variable X_0, X_1, ... or Y_0, Y_1, ..., got ${word.slice(0, 40)}`);
  const [letter, index] = [parts[1] as 'X' | 'Y', Number(parts[2])];
  const declared = letter === 'X' ? X : Y;
  if (declared.has(index))
    failAt(tokens, start, `expected each variable to be declared once, got ${word} again`);
  if (index >= mostValues) failAt(tokens, start, `expected at most ${mostValues} variables, got ${word}`);
  declared.add(index);
  if (form === 'declare-fun') {
    expect(tokens, '(');
    expect(tokens, ')');
  }
  const type = tokens.start;
  if (!/^real$/i.test(expectWord(tokens, 'Real')))
    failAt(tokens, type, 'expected the type Real, got another');
  expect(tokens, ')');
}

/**
 * @param at where the declarations end.
 * @throws unless there are inputs and outputs, each from 0 without a gap.
 */
export function scopeOfConsts(tokens: Tokens, declared: Declared, at: number): Scope {
  const tensor = (letter: 'X' | 'Y'): VnnlibTensor => {
    const indices = declared[letter];
    if (indices.size === 0) failAt(tokens, at, `expected ${letter}_0 to be declared, got no ${letter}`);
    for (let i = 0; i < indices.size; i++) {
      if (!indices.has(i))
        failAt(tokens, at, `expected ${letter}_${i} to be declared, got a gap before others`);
    }
    return { name: letter, shape: [indices.size], count: indices.size, elementType: 'Real' };
  };
  const [input, output] = [tensor('X'), tensor('Y')];
  return { version: '1.0', inputs: [input], outputs: [output], read };

  function read(next: Tokens): number | undefined {
    const word = textOf(next);
    const parts = name.exec(word);
    if (!parts) return undefined;
    const index = Number(parts[2]);
    if (index >= (parts[1] === 'X' ? input : output).count) return undefined;
    advance(next);
    return parts[1] === 'X' ? index : ~index;
  }
}

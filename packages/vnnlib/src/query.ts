import { fail } from '@ibp/core';
import type { Property } from '@ibp/exact';
import { type Atom, type Conjunction, isTrue } from './atom';
import { isEnd, isWithin } from './end';
import type { VnnlibTensor } from './variable';

/** What a VNN-LIB file asks for: whether there are inputs and outputs for which its formula is true. */
export type VnnlibQuery = {
  readonly version: '1.0' | '2.0';
  /** The name of the network (version 2). */
  readonly network?: string;
  readonly inputs: readonly VnnlibTensor[];
  readonly outputs: readonly VnnlibTensor[];
  /** How many values all inputs have together: input `i` is feature `i`, row by row, tensor after tensor. */
  readonly inputCount: number;
  readonly outputCount: number;
  /**
   * All of them are to be proved: the answer is `unsat` where each holds, and so where there is none. Each is of one box.
   * Boxes hold those of the file, and unsafe sets theirs: both are rounded outward to float64. Comparisons of inputs that
   * are no ends of a box, or of inputs with outputs, are rows of both (`withInputs`).
   */
  readonly properties: readonly Property[];
  /** The formula in exact decimals: {@link satisfies} asks it. */
  readonly formula: ExactFormula;
};

/** Conjunctions, one of which is true of what is asked for; `common` belongs to each. */
export type ExactFormula = {
  readonly common: Conjunction;
  readonly conjunctions: readonly Conjunction[];
};

/** How `satisfies` takes the ends of inputs. */
export type EndsOption = {
  /** `exact`, unless given: as the decimals are; `rounded`: as the float64 numbers outside them, which boxes have. */
  readonly ends?: 'exact' | 'rounded';
};

/**
 * Whether a network's input and its output are what the file asks for, in exact arithmetic on its decimals: strict
 * comparisons are strict here, where {@link VnnlibQuery.properties} have them with their ends.
 *
 * @param input `[inputCount]`, any float64; of NaN and infinities the answer is no.
 * @param output `[outputCount]`, what the network makes of the input.
 * @throws when there are not as many values as the file declares.
 * @example
 * ```js
 * import { parseVnnlib, satisfies } from '@ibp/vnnlib';
 *
 * const query = parseVnnlib(`
 *   (declare-const X_0 Real) (declare-const Y_0 Real)
 *   (assert (<= X_0 0.1)) (assert (> Y_0 0))`);
 * // the float64 0.1 is a little more than the decimal
 * console.log(satisfies(query, [0.1], [1])); // false
 * console.log(satisfies(query, [0.09], [1])); // true
 * ```
 */
export function satisfies(
  query: VnnlibQuery,
  input: ArrayLike<number>,
  output: ArrayLike<number>,
  { ends = 'exact' }: EndsOption = {},
): boolean {
  assertCount('inputs', input, query.inputCount);
  assertCount('outputs', output, query.outputCount);
  const { common, conjunctions } = query.formula;
  const holds = (atom: Atom) =>
    ends === 'rounded' && isEnd(atom) ? isWithin(atom, input) : isTrue(atom, input, output);
  const all = (conjunction: Conjunction) => conjunction.every(holds);
  return conjunctions.some(all) && all(common);
}

function assertCount(what: string, { length }: ArrayLike<number>, count: number): void {
  if (length !== count) fail('satisfies', `expected ${count} ${what}, got ${length}`);
}

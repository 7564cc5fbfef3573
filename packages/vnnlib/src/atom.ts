import { type Decimal, powerOfTen } from './number/decimal';
import { partsOf } from './number/float';
import { featureOf, isInput, type VariableIndex } from './variable';

/** One comparison of a file: `coefficients . variables + constant >= 0`, or `> 0`, in exact decimals. */
export type Atom = {
  readonly variables: readonly VariableIndex[];
  /** As many, none of them 0. */
  readonly coefficients: readonly Decimal[];
  readonly constant: Decimal;
  readonly strict: boolean;
  /** Where in the text it is. */
  readonly at: number;
};

/** The atoms of a conjunction, all of which hold in it. */
export type Conjunction = readonly Atom[];

/** Whether an atom is about inputs, outputs or both. */
export function subjectOf({ variables }: Atom): 'inputs' | 'outputs' | 'both' {
  const inputs = variables.filter(isInput).length;
  return inputs === variables.length ? 'inputs' : inputs === 0 ? 'outputs' : 'both';
}

/** Whether an atom is true of these inputs and outputs, in exact arithmetic; of NaN and infinities none is. */
export function isTrue(atom: Atom, input: ArrayLike<number>, output: ArrayLike<number>): boolean {
  const values = atom.variables.map((variable) => (isInput(variable) ? input : output)[featureOf(variable)]!);
  if (!values.every(Number.isFinite)) return false;
  const parts = values.map(partsOf);
  // everything times 10^decimals * 2^binary is whole
  const decimals = atom.coefficients.reduce((most, { scale }) => Math.max(most, scale), atom.constant.scale);
  const binary = parts.reduce((most, { exponent }) => Math.max(most, -exponent), 0);
  const whole = ({ digits, scale }: Decimal) => digits * powerOfTen(decimals - scale);
  let total = whole(atom.constant) << BigInt(binary);
  for (const [i, { mantissa, exponent }] of parts.entries()) {
    total += (whole(atom.coefficients[i]!) * mantissa) << BigInt(exponent + binary);
  }
  return atom.strict ? total > 0n : total >= 0n;
}

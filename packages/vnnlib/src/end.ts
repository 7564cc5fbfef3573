import { type Atom, isTrue } from './atom';
import { powerOfTen } from './number/decimal';
import { roundRatio } from './number/round';
import { isInput } from './variable';

/** Whether an atom is an end of the box: of one input that is at least, or at most, a number. */
export const isEnd = ({ variables }: Atom): boolean => variables.length === 1 && isInput(variables[0]!);

/** The end that `a x + b >= 0` is: `-b / a`, rounded outward to float64. */
export function endOf({ coefficients, constant }: Atom): {
  readonly side: 'lower' | 'upper';
  readonly value: number;
} {
  const a = coefficients[0]!;
  const [p, q] = [-constant.digits * powerOfTen(a.scale), a.digits * powerOfTen(constant.scale)];
  return q > 0n
    ? { side: 'lower', value: roundRatio(p, q, false) }
    : { side: 'upper', value: roundRatio(-p, -q, true) };
}

/** Whether an input is within an end, rounded as in the box, or by the decimal itself where the comparison is strict. */
export function isWithin(atom: Atom, input: ArrayLike<number>): boolean {
  const x = input[atom.variables[0]!]!;
  if (!Number.isFinite(x)) return false;
  const { side, value } = endOf(atom);
  if (side === 'lower' ? x < value : x > value) return false;
  return x !== value || !atom.strict || isTrue(atom, input, []);
}

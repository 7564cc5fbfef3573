import { add, type Decimal, isTooLong, multiply, negate, one, zero } from '../number/decimal';
import type { VariableIndex } from '../variable';

/** A sum `constant + coefficients . variables`, changed in place by those it is the first operand of. */
export type Linear = { constant: Decimal; readonly coefficients: Map<VariableIndex, Decimal> };

export const constantTerm = (constant: Decimal): Linear => ({ constant, coefficients: new Map() });

export const variableTerm = (variable: VariableIndex): Linear => ({
  constant: zero,
  coefficients: new Map([[variable, one]]),
});

/** `a + b`: the longer of the two takes the other in. */
export function sum(a: Linear, b: Linear): Linear {
  const [long, short] = a.coefficients.size >= b.coefficients.size ? [a, b] : [b, a];
  long.constant = add(a.constant, b.constant);
  for (const [variable, coefficient] of short.coefficients) {
    const before = long.coefficients.get(variable);
    long.coefficients.set(variable, before ? add(before, coefficient) : coefficient);
  }
  return long;
}

/** `factor * a`, in place. */
export function scale(a: Linear, factor: Decimal): Linear {
  a.constant = multiply(a.constant, factor);
  for (const [variable, coefficient] of a.coefficients) {
    a.coefficients.set(variable, multiply(coefficient, factor));
  }
  return a;
}

/** `-a`, in place. */
export function opposite(a: Linear): Linear {
  a.constant = negate(a.constant);
  for (const [variable, coefficient] of a.coefficients) a.coefficients.set(variable, negate(coefficient));
  return a;
}

/** Whether a number in it has outgrown what numbers may be. */
export function hasLongNumbers({ constant, coefficients }: Linear): boolean {
  if (isTooLong(constant)) return true;
  for (const coefficient of coefficients.values()) if (isTooLong(coefficient)) return true;
  return false;
}

import type { AttackResult } from './attack';

/**
 * The share of examples that did not withstand the attack: an example does where all values seen were numbers below 0.
 * A tie is an error and so is a NaN, as `evaluate` of `@ibp/train` has it; only of `broken` ones there is a witness.
 */
export function attackError(...results: readonly AttackResult[]): number {
  const examples = results.flatMap((result) => result.examples);
  const withstood = examples.filter(({ status, margin }) => status === 'unbroken' && margin < 0);
  return 1 - withstood.length / examples.length;
}

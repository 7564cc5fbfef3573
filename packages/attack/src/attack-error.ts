import { fail } from '@ibp/bounds';
import type { AttackResult } from './attack';

/**
 * The share of examples that did not withstand the attack: an example does where all values seen were numbers below 0.
 * A tie is an error and so is a NaN, as `evaluate` of `@ibp/train` has it; only of `broken` ones there is a witness.
 *
 * @throws when there is no example.
 */
export function attackError(...results: readonly AttackResult[]): number {
  const examples = results.flatMap((result) => result.examples);
  if (examples.length === 0) fail('attackError', 'expected at least one example, got none');
  const withstood = examples.filter(({ status, margin }) => status === 'unbroken' && margin < 0);
  return 1 - withstood.length / examples.length;
}

import type { IntervalBounds } from '@ibp/bounds';
import { fail } from '@ibp/core';
import type { RegularizerContext } from './regularizer';

/**
 * Bounds of what goes into each relu.
 *
 * @throws when the network has none.
 */
export function reluInputs(
  where: string,
  { lowered, bounds }: RegularizerContext,
): readonly IntervalBounds[] {
  const found = lowered().nodes.flatMap(({ op, inputs }) => (op === 'relu' ? [bounds()[inputs[0]!]!] : []));
  if (found.length === 0) fail(where, 'expected a network with relus, got none');
  return found;
}

import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, enclose } from '@ibp/exact';
import type { HostNetwork } from './host-network';
import { tiny } from './rounding';

/**
 * Writes what rounding is in proportion to, for all boxes inside one: of each linear node at least `|b| + |W| max |x|`, of
 * each activation the greatest `|x|` of its input.
 *
 * @returns more than what underflow may take from a row; nothing where intervals do not bound the box.
 */
export function setReach(
  { nodes, heap }: HostNetwork,
  plain: PlainNetwork,
  box: Enclosure,
): number | undefined {
  const { boxes, reach, state } = enclose(plain, box);
  if (state !== 'bounded') return undefined;
  const magnitudes = boxes.map(({ lower, upper }) => lower.map((l, i) => Math.max(-l, upper[i]!)));
  nodes.forEach(({ inputs, reach: at }, i) => {
    if (inputs.length > 0) heap.set(reach[i] ?? magnitudes[inputs[0]!]!, at);
  });
  const greatest = Math.max(...magnitudes.map((values) => values.reduce((a, b) => Math.max(a, b), 0)));
  return tiny * (1 + greatest) * nodes.length;
}

import type { Enclosure } from '@ibp/exact';
import type { HostNetwork } from './host-network';
import { imageOf, intervalsOf, magnitudesOf } from './intervals';
import { tiny } from './rounding';

/**
 * Writes what rounding is in proportion to, for all boxes inside one: of each linear node at least `|b| + |W| max |x|`, of
 * each activation the greatest `|x|` of its input.
 *
 * @returns more than what underflow may take from a row; nothing where intervals do not bound the box.
 */
export function setReach(host: HostNetwork, box: Enclosure): number | undefined {
  const { nodes, heap } = host;
  const boxes: Enclosure[] = [];
  let greatest = 0;
  for (const node of nodes) {
    if (boxes.length === 0) boxes.push(box);
    else if (node.slopes) {
      const { lower, upper } = boxes[node.inputs[0]!]!;
      heap.set(magnitudesIn({ lower, upper }), node.reach);
      boxes.push(imageOf(node.slopes, lower, upper));
    } else {
      heap.set(magnitudesOf(host, node, boxes), node.reach);
      boxes.push(intervalsOf(host, node, boxes));
    }
    greatest = magnitudesIn(boxes.at(-1)!).reduce((a, b) => Math.max(a, b), greatest);
  }
  return Number.isFinite(greatest) ? tiny * (1 + greatest) * nodes.length : undefined;
}

const magnitudesIn = ({ lower, upper }: Enclosure): Float64Array =>
  lower.map((l, i) => Math.max(-l, upper[i]!));

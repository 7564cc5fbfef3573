import type { Enclosure } from '@ibp/exact';
import { pullBack } from './backward';
import { writeLines } from './chords';
import type { HostNetwork } from './host-network';
import { productsAt } from './intervals';

/** The output at a point, in float64; the lines that are written are the pieces that activations are on there. */
export function outputAt(host: HostNetwork, x: Float64Array): Float64Array {
  const points: Enclosure[] = [{ lower: x, upper: x }];
  const at = (values: Float64Array) => points.push({ lower: values, upper: values });
  for (const node of host.nodes.slice(1)) {
    if (!node.slopes) {
      at(productsAt(host, node, points));
      continue;
    }
    const [left, right] = node.slopes;
    const { lower: values } = points[node.inputs[0]!]!;
    writeLines(host, node, values, values);
    at(values.map((v) => (v < 0 ? left * v : right * v)));
  }
  return points.at(-1)!.lower;
}

/** The gradient of a row on the output at the point that {@link outputAt} was asked for last. */
export function gradientOf(host: HostNetwork, row: Float64Array): Float64Array {
  const { nodes, heap } = host;
  pullBack(host, nodes.length - 1, { c: row, d: new Float64Array(1) });
  const { coefficients, size } = nodes[0]!;
  return heap.slice(coefficients, coefficients + size);
}

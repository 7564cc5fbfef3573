import { sizeOf } from '@ibp/core';
import type { ShapedNodes } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import type { Property } from './property';

/**
 * The network whose output is its input and then its own output, both flattened. Nodes are added behind those that it has,
 * which keep their indices and their parameters.
 */
export function besideInput<N extends ShapedNodes>(network: N): N {
  const nodes: object[] = [...network.nodes];
  const flat = (at: number): number => {
    const { shape } = network.nodes[at]!;
    const size = sizeOf(shape);
    if (shape.length === 1) return at;
    nodes.push({
      ...{ op: 'reshape', name: `flat-${at}`, inputs: [at], shape: [size] },
      params: { shape: [size] },
    });
    return nodes.length - 1;
  };
  const last = network.nodes.length - 1;
  const inputs = [flat(0), flat(last)];
  const shape = [sizeOf(network.nodes[0]!.shape) + sizeOf(network.nodes[last]!.shape)];
  nodes.push({ op: 'concat', name: 'input-and-output', inputs, shape, params: { axis: 0 } });
  return { ...network, nodes } as N;
}

/**
 * The network that a property's rows are of the output of: itself, or, where they are of inputs too, one that has these
 * beside its output. Proofs by indices of nodes hold of either.
 *
 * @example
 * ```ts
 * import { rowsNetwork } from '@ibp/exact';
 *
 * const network = { nodes: [{ op: 'input', name: 'x', inputs: [], shape: [2], params: {} }] } as const;
 * console.log(rowsNetwork(network, { withInputs: true }).nodes.at(-1)?.shape); // [ 4 ]
 * ```
 */
export const rowsNetwork = <N extends ShapedNodes>(
  network: N,
  { withInputs }: Pick<Property, 'withInputs'>,
): N => (withInputs ? besideInput(network) : network);

/** The same property with rows of inputs and outputs, those of inputs being 0 where there were none. */
export function ofInputsToo(property: Property): Property {
  const { boxes, unsafe, withInputs = false } = property;
  if (withInputs) return property;
  const inputs = boxes[0]!.lower.length;
  const units = inputs + unsafe[0]!.c.length / unsafe[0]!.d.length;
  return { boxes, unsafe: unsafe.map((rows) => widened(rows, units, inputs)), withInputs: true };
}

/** Rows of `units` coefficients, of which those given begin at `at`. */
export function widened({ c, d }: PlainSpec, units: number, at: number): PlainSpec {
  const own = c.length / d.length;
  const all = new Float64Array(d.length * units);
  for (let row = 0; row < d.length; row++) {
    all.set(c.subarray(row * own, (row + 1) * own), row * units + at);
  }
  return { c: all, d };
}

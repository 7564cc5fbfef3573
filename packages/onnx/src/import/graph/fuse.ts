import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';
import { withActivations } from './activations';

const takesBias = new Set(['dense', 'conv2d', 'depthwiseConv2d', 'conv2dTranspose']);

const ones = ({ data }: PlainTensor): boolean => data.every((v) => v === 1);

/** The shift of an affine node as a bias of `units`; undefined where it scales, or shifts places of one unit differently. */
function biasOf({ op, params, shape }: PlainNode): PlainTensor | undefined {
  if (op !== 'affine') return undefined;
  const { scale, shift } = params;
  const units = shape.at(-1)!;
  if (!ones(scale) || shift.shape.length > 1) return undefined;
  if (shift.data.length === units) return { shape: [units], data: shift.data };
  return shift.data.length === 1
    ? { shape: [units], data: new Float32Array(units).fill(shift.data[0]!) }
    : undefined;
}

/**
 * A product with a constant and a sum behind it as one node with a bias: the same function, in fewer nodes. The sum is in
 * place of the product, which then leads nowhere.
 */
export function withBiases(network: PlainNetwork): PlainNetwork {
  const nodes = withActivations(network);
  const uses = nodes.map(() => 0);
  for (const { inputs } of nodes) for (const input of inputs) uses[input]!++;
  const fused = nodes.map((node) => {
    const bias = biasOf(node);
    const before = nodes[node.inputs[0]!]!;
    if (!bias || !takesBias.has(before.op) || 'bias' in before.params || uses[node.inputs[0]!]! > 1)
      return node;
    return { ...before, params: { ...before.params, bias } } as PlainNode;
  });
  return withoutUnused(fused);
}

/** The nodes that lead to the last one. */
export function withoutUnused(nodes: readonly PlainNode[], output = nodes.length - 1): PlainNetwork {
  const used = new Set([0, output]);
  for (let i = output; i > 0; i--) if (used.has(i)) for (const input of nodes[i]!.inputs) used.add(input);
  const kept = [...used].sort((a, b) => a - b);
  const moved = new Map(kept.map((node, i) => [node, i]));
  return {
    nodes: kept.map((i) => {
      const node = nodes[i]!;
      return { ...node, inputs: node.inputs.map((input) => moved.get(input)!) };
    }),
  };
}

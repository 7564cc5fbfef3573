import { isOf, piecesOf } from '@ibp/core';

type Node = { readonly op: string; readonly inputs: readonly number[]; readonly params: object };

const linear = ({ op }: Node): boolean =>
  isOf('linear', op) || ['input', 'batchNorm', 'rescale', 'conv1d'].includes(op);

/** Whether a network is linear ops, one activation with slopes from 0 to 1 and linear ops. */
export function hasOneHiddenLayer({ nodes }: { readonly nodes: readonly Node[] }): boolean {
  const bent = nodes.flatMap((node, i) => (linear(node) ? [] : [i]));
  const slopes =
    bent.length === 1 && bent[0]! >= 2 ? piecesOf(nodes[bent[0]!]!.op, nodes[bent[0]!]!.params)?.slopes : [];
  const chain = nodes.every(({ inputs }, i) => i === 0 || (inputs.length === 1 && inputs[0] === i - 1));
  return (
    chain && slopes !== undefined && slopes.length > 0 && slopes.every((slope) => slope >= 0 && slope <= 1)
  );
}

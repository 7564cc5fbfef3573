import { ops } from '@ibp/bounds';
import { isOf, sizeOf, slopesAtZero } from '@ibp/core';
import type { LoweredNetwork, OpNode } from '@ibp/layers';
import { backwardRule } from './relax-node';

/** Whether all outputs are inputs, or constants: what bounds an input bounds them as tightly as anything does. */
const copies = ({ op }: OpNode): boolean =>
  (isOf('linear', op) || op === 'concat') && ops[op].rounding === 'exact';

/**
 * For each node whose bounds a relaxation will look at: whether all its units count, or only the unstable ones, which is
 * enough before what is linear on both sides of 0. Of copies, such as what repeats a unit for each place, it is the nodes
 * that they are of, unless these have more units.
 */
export function lookedAt({ nodes }: LoweredNetwork): Map<number, 'all' | 'unstable'> {
  const found = new Map<number, 'all' | 'unstable'>();
  const look = (i: number, which: 'all' | 'unstable'): void => {
    const node = nodes[i]!;
    const copied = node.op !== 'input' && copies(node);
    const units = copied ? node.inputs.reduce((sum, k) => sum + sizeOf(nodes[k]!.shape), 0) : 0;
    if (copied && units <= sizeOf(node.shape)) for (const k of node.inputs) look(k, which);
    else if (found.get(i) !== 'all') found.set(i, which);
  };
  for (const node of nodes) {
    if (node.op === 'input' || backwardRule(node).linear) continue;
    for (const i of node.inputs) look(i, slopesAtZero(node.op, node.params) ? 'unstable' : 'all');
  }
  return found;
}

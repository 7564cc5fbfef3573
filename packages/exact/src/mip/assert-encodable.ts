import { fail, isMaxNode, type PlainNetwork } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { isPiecewise, piecewiseOps } from './piecewise-ops';

/** @throws unless the network is of linear ops, piecewise linear activations and max pools. */
export function assertEncodable(where: string, network: PlainNetwork): void {
  const maps = affineMaps(network);
  for (const [i, { op, name }] of network.nodes.entries()) {
    if (i === 0 || maps[i] || isMaxNode(network.nodes[i]!) || isPiecewise(op)) continue;
    const known = Object.keys(piecewiseOps).join(', ');
    fail(where, `expected linear ops, max pools or ${known}; got "${op}" (node "${name}")`);
  }
}

import type { PlainNetwork } from '@ibp/core';
import { type Planes, planedOf, rowInOrder } from '../rigorous/planes';
import { base64ToFloat32 } from './base64';
import type { PartProof } from './proof-schema';

/** Planes as leaves of a tree have them. */
type LeafPlanes = NonNullable<Extract<PartProof, { kind: 'tree' }>['leaves'][number]['planes']>;

/** For backward passes; what is no list of numbers is a list of none, with which nothing is proved. */
export const planesOf = (planes: LeafPlanes): { [node: number]: Planes } =>
  Object.fromEntries(
    planes.map(({ node, units, slopes }) => [node, { units, slopes: base64ToFloat32(slopes) ?? [] }]),
  );

/** What is wrong with planes of nodes and units that there are; `undefined` if nothing is. */
export function misfit(planes: LeafPlanes, network: PlainNetwork): string | undefined {
  for (const { node, units, slopes } of planes) {
    const above = planedOf(network, node);
    if (!above) {
      return `node ${node} has no planes: it is not convex with a kink at 0 after a linear op of one input`;
    }
    if (new Set(units).size < units.length) return `node ${node}: a unit has two planes`;
    const { map } = above;
    const expected = units.reduce((sum, unit) => sum + rowInOrder(map, unit).columns.length, 0);
    const got = base64ToFloat32(slopes)?.length;
    if (got !== expected)
      return `node ${node}: expected ${expected} slopes of planes, got ${got ?? 'no list'}`;
  }
  return undefined;
}

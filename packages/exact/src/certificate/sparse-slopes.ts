import { type PlainNetwork, sizeOf } from '@ibp/core';
import type { Slopes } from '../rigorous/backward-activation';
import type { CertificateSlopes } from './proof-schema';

/** Sparse slopes as arrays with NaN, "choose", elsewhere. */
export function slopesOf(
  { nodes }: PlainNetwork,
  sparse: readonly CertificateSlopes[] = [],
): { [node: number]: Slopes } {
  const spread = (node: number, units: readonly number[], values: readonly number[] | undefined) => {
    if (!values) return undefined;
    const all = new Float64Array(sizeOf(nodes[node]!.shape)).fill(Number.NaN);
    units.forEach((unit, k) => {
      all[unit] = values[k] ?? Number.NaN;
    });
    return all;
  };
  return Object.fromEntries(
    sparse.map(({ node, units, above, below }) => [
      node,
      { above: spread(node, units, above), below: spread(node, units, below) },
    ]),
  );
}

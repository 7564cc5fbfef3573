import type { AffineMap, PlainNetwork } from '@ibp/core';
import { affineMaps, type CertificateProof, float32ToBase64, rowInOrder, type Split } from '@ibp/exact';
import type { Concave } from './concave';
import type { Duals, Sides } from './descend';
import type { HiddenLayer } from './hidden-layer';

type Tree = Extract<CertificateProof, { kind: 'tree' }>;
export type Leaf = Tree['leaves'][number];

/** What a tree of a conjunction's has beside its leaves. */
export const treeAbout = ({ node }: HiddenLayer, { below }: Concave, conjunction: number) => ({
  kind: 'tree' as const,
  conjunctions: [conjunction],
  intermediate: 'ibp' as const,
  units: [{ node, units: Array.from(below.units) }],
});

/** A part as a certificate has it: the sides of its units, in an order, and the duals that bound it. */
export function leafOf(
  plain: PlainNetwork,
  layer: HiddenLayer,
  concave: Concave,
  {
    order,
    sides,
    duals,
  }: { readonly order: readonly number[]; readonly sides: Sides; readonly duals: Duals },
): Leaf {
  const { above } = concave;
  const [left, right] = layer.sides;
  const below = Float32Array.from(duals.slopes, (slope) => left + (right - left) * slope);
  const map = affineMaps(plain)[layer.before]!;
  const open = [...above.units.keys()].filter((k) => sides[k] === 0);
  return {
    splits: order.map((k): Split => {
      const side = sides[k]! > 0 ? 'active' : 'inactive';
      return { node: layer.before, unit: above.units[k]!, side };
    }),
    betas: order.map((k) => duals.betas[k]!),
    below: [float32ToBase64(below)],
    planes: [
      {
        node: layer.node,
        units: open.map((k) => above.units[k]!),
        slopes: float32ToBase64(
          Float32Array.from(open.flatMap((k) => slopesOf(map, layer, concave, k, duals))),
        ),
      },
    ],
  };
}

/** The slopes of the plane above a unit, for each entry of its row. */
function slopesOf(
  map: AffineMap,
  { sides: [left, right] }: HiddenLayer,
  { above, radius }: Concave,
  k: number,
  { planes }: Duals,
): number[] {
  const { columns, weights } = rowInOrder(map, above.units[k]!);
  const n = radius.length;
  return Array.from(columns, (j, i) => {
    const most = above.most[k * n + j]!;
    const share = most > 0 ? planes[k * n + j]! / most : 0;
    return weights[i]! * (left + (right - left) * share);
  });
}

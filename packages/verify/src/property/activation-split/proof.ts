import { float32ToBase64 } from '@ibp/exact';
import type { TreeProof } from '../../certificate/maxima-by-relu';
import { pushHalves } from './cuts';
import type { Sloped } from './layers';
import type { Clip } from './parts';
import type { Leaf, Place } from './queue';
import type { Root } from './root';

/** How a conjunction was cut, and what was known before. */
export type Tree = { readonly conjunction: number; readonly root: Root; readonly place: Place };

/**
 * The tree of a conjunction as a proof of a certificate, whose leaves are all refuted. Slopes are of lines below convex
 * functions; those above concave ones, and bounds of hidden units, are for the checker to find.
 */
export function treeProof({
  conjunction,
  root: {
    layers: { sloped },
    hidden,
  },
  place,
}: Tree): TreeProof {
  const leaves = leavesOf(place);
  // parts share those of what they were cut from
  const clips = [...new Set(leaves.flatMap((leaf) => leaf.clips))];
  const numbers = new Map(clips.map((clip, k) => [clip, k]));
  const convex = sloped.filter(({ slopes: [left, right], layer }) => right >= left && layer.units.length > 0);
  return {
    kind: 'tree',
    conjunctions: [conjunction],
    bounds: [leaves.reduce((most, { bound }) => Math.max(most, bound), Number.NEGATIVE_INFINITY)],
    intermediate: 'ibp',
    units: convex.map(({ node, layer }) => ({ node, units: Array.from(layer.units) })),
    hidden: hidden.map(({ node, units, above, below }) => {
      const before = convex.filter(({ layer }) => layer.node < node);
      const known = new Map<Float32Array, string>();
      const packedOnce = (slopes: Float32Array): string => {
        const found = known.get(slopes) ?? packedSlopes(before, slopes);
        known.set(slopes, found);
        return found;
      };
      const packed = (rows: readonly Float32Array[]) => rows.map(packedOnce);
      return { node, units: Array.from(units), above: packed(above), below: packed(below) };
    }),
    ...(clips.length > 0 && { clips: clips.map((clip) => passOf(convex, clip)) }),
    leaves: leaves.map(({ clips: own, splits, ...leaf }) => ({
      splits: splits.map((split) => ({ ...split })),
      ...passOf(convex, leaf),
      ...(own.length > 0 && {
        clipped: own.map((clip): [number, number] => [clip.splits, numbers.get(clip)!]),
      }),
    })),
  };
}

/** What a pass takes: multipliers of splits and rows, and slopes. */
const passOf = (convex: readonly Sloped[], { slopes, betas, multipliers }: Omit<Clip, 'splits'>) => ({
  betas: Array.from(betas),
  ...(multipliers.length > 0 ? { multipliers: [Array.from(multipliers)] } : {}),
  below: convex.map((of) => packedSlopes([of], slopes)),
});

/** The slopes of some activations, one after the other. */
const packedSlopes = (some: readonly Sloped[], slopes: Float64Array | Float32Array): string =>
  float32ToBase64(
    Float32Array.from(
      some.flatMap(({ offset, layer }) => Array.from(slopes.subarray(offset, offset + layer.units.length))),
    ),
  );

/** Every leaf, from left to right: a tree may be thousands of cuts deep. */
function leavesOf(root: Place): Leaf[] {
  const found: Leaf[] = [];
  const waiting = [root];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (place.halves) pushHalves(waiting, place.halves);
    else if (place.leaf) found.push(place.leaf);
  }
  return found;
}

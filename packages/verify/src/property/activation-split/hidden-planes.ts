import { fallOf, type PlaneOverBox, planeOverBox } from '@ibp/exact';
import type { Region } from './batch';
import type { PlanesOnHeap } from './fall';
import type { Layers } from './layers';
import type { Part } from './parts';
import type { Passes } from './passes';
import type { SearchNetwork } from './search-network';

/** Of each open unit, as `Layers` has them, a plane in the input above it over the whole box, and after it one above its negative. */
export type HiddenPlanes = readonly (PlaneOverBox | undefined)[];

/** Bounds of hidden units of a part. */
export type Ends = Pick<Part, 'lower' | 'upper' | 'clips'>;

/** Planes of one unit, as passes find them. */
export type OwnPlanes = { above?: PlaneOverBox; below?: PlaneOverBox };

/** Those of the open units, of what was found by nodes and units. */
export function planesOfLayers(
  { layers }: Layers,
  found: ReadonlyMap<number, ReadonlyMap<number, OwnPlanes>>,
): HiddenPlanes {
  return layers.flatMap(({ node, units }) =>
    [...units].flatMap((unit) => {
      const { above, below } = found.get(node)?.get(unit) ?? {};
      return [above, below];
    }),
  );
}

/** The plane that the bound of row `s` of the last pass is the greatest value of, in the memory of one that it is in place of. */
export function planeOfPass(
  { nodes, heap }: SearchNetwork,
  { box }: Region,
  { s, bound }: { readonly s: number; readonly bound: number },
  old?: PlaneOverBox,
): PlaneOverBox {
  const { coefficients, stride, size } = nodes[0]!;
  const from = coefficients + s * stride;
  return planeOverBox(bound, heap.subarray(from, from + size), box, old?.slopes);
}

/** Whether a plane cuts enough of the box off for bounds on the rest to be much tighter. */
export const cutsOff = (half: PlaneOverBox): boolean => half.bound <= fallOf(half);

/** About what lines around a unit take, squared: nothing where all that takes it in is linear between its ends. */
const gapOf = (kinks: readonly number[] | undefined, l: number, u: number): number =>
  kinks ? kinks.reduce((sum, at) => sum + Math.max(0, (at - l) * (u - at)), 0) : (u - l) ** 2 / 4;

/**
 * Bounds of hidden units on the points of a part at which its row may be 0 or above, which are all that there is to refute: by a
 * plane that the row lies below, with no pass (Zhou et al. 2025, Clip-and-Verify).
 *
 * @returns nothing where there are no such points; and how much is left of what lines take.
 */
export function tighterEnds(
  { net: { nodes }, layers: { layers } }: Pick<Passes, 'net' | 'layers'>,
  planes: PlanesOnHeap,
  half: PlaneOverBox,
  part: Pick<Part, 'lower' | 'upper'>,
): (Pick<Part, 'lower' | 'upper'> & { readonly left: number }) | undefined {
  const [lower, upper] = [part.lower.slice(), part.upper.slice()];
  let [before, after] = [0, 0];
  planes.setHalf(half);
  for (const { offset, units, activations } of layers) {
    const all = activations.map((node) => nodes[node]!.activation!.kinks);
    // smooth ones have none
    const kinks = all.every((own) => own.length > 0) ? all.flat() : undefined;
    for (let k = offset; k < offset + units.length; k++) {
      const [l, u] = [lower[k]!, upper[k]!];
      const gap = gapOf(kinks, l, u);
      if (!(gap > 0)) continue;
      upper[k] = planes.greatest(2 * k, u);
      lower[k] = -planes.greatest(2 * k + 1, -l);
      if (lower[k]! > upper[k]!) return undefined;
      before += gap;
      after += gapOf(kinks, lower[k]!, upper[k]!);
    }
  }
  return { lower, upper, left: before > 0 ? after / before : 1 };
}

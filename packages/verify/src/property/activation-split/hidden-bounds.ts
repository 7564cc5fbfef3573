import type { Enclosure, PlaneOverBox } from '@ibp/exact';
import type { Region } from './batch';
import { adam } from './descent';
import { type Field, fieldOf, hasFields, listedUnits } from './field';
import { type OwnPlanes, planeOfPass } from './hidden-planes';
import type { Layers } from './layers';
import { type Look, optimise } from './optimise';
import { type Free, oneRow, type Part } from './parts';
import type { SearchNetwork } from './search-network';

/** For each of some units of a node the slopes of earlier layers that bound it from above, and from below. */
export type HiddenBounds = {
  readonly node: number;
  readonly units: Int32Array;
  readonly above: readonly Float32Array[];
  readonly below: readonly Float32Array[];
};

/** The products that bounding hidden units may take, and the most steps for each of them. */
const [mostWork, mostSteps] = [2e10, 12];
/** The most slopes that are kept of the units of a node. */
const mostKept = 2 ** 23;

const rates = { descending: adam(0.25, 0.9), enough: 0 };

/** The slopes to begin with: of the two, the one that leaves the smaller area. */
export function firstSlopes({ sloped, slopes, lower, upper }: Layers): Float64Array {
  const first = new Float64Array(slopes);
  for (const { layer, offset, slopes: own } of sloped) {
    for (let k = 0; k < layer.units.length; k++) {
      const [l, u] = [lower[layer.offset + k]!, upper[layer.offset + k]!];
      first[offset + k] = u > -l ? own[1] : own[0];
    }
  }
  return first;
}

/** Steps for each of so many units of a node: fewer of a large network. */
export function stepsFor({ work: { back, forward } }: SearchNetwork, node: number, units: number): number {
  // forward, receptive fields grow to twice as much at the most
  const each = Math.min(3 * back[node]!, back[node]! + forward[node]!);
  return Math.max(1, Math.min(mostSteps, Math.floor(mostWork / (2 * units * each))));
}

/** Keeps planes of units of a node, and of their negatives. */
export function planesOfNode(planes: Map<number, Map<number, OwnPlanes>>, node: number) {
  const own = new Map<number, OwnPlanes>();
  planes.set(node, own);
  return (
    { unit, sign }: { readonly unit: number; readonly sign: number },
    planeOf: (old: PlaneOverBox | undefined) => PlaneOverBox,
  ): void => {
    const found = own.get(unit) ?? {};
    const side = sign > 0 ? 'above' : 'below';
    found[side] = planeOf(found[side]);
    own.set(unit, found);
  };
}

/** The box of a node, made tighter at some units by two passes each. */
export function tighterBox(
  net: SearchNetwork,
  layers: Layers,
  region: Region,
  { node, units, bounds }: { readonly node: number; readonly units: Int32Array; readonly bounds: Enclosure },
  {
    improve,
    reached,
    keep,
  }: {
    readonly improve: () => boolean;
    readonly reached: () => boolean;
    readonly keep: ReturnType<typeof planesOfNode> | undefined;
  },
): { readonly box: Enclosure; readonly hidden: HiddenBounds } {
  const before = layers.sloped.find(({ layer }) => layer.node >= node)?.offset ?? layers.slopes;
  const slopesOf = [[], []] as [HiddenBounds['above'][number][], HiddenBounds['below'][number][]];
  const found = { lower: bounds.lower.slice(), upper: bounds.upper.slice() };
  const most = 2 * units.length * before > mostKept ? 1 : stepsFor(net, node, units.length);
  const none = new Float64Array(0);
  const free: Free = { slopes: firstSlopes(layers), betas: none, multipliers: none };
  const first = Float32Array.from(free.slopes.subarray(0, before));
  const rows = [...units].flatMap((unit) => [1, -1].map((sign) => ({ unit, sign })));
  const listed = hasFields(net, node) ? listedUnits(net) : undefined;
  for (let from = 0; from < rows.length && !reached(); from += net.capacity) {
    const some = rows.slice(from, from + net.capacity);
    const parts = some.map(({ unit, sign }): Part => {
      const c = new Float64Array(found.lower.length);
      c[unit] = sign;
      return { rows: oneRow(c, 0), lower: layers.lower, upper: layers.upper, splits: [] };
    });
    const jobs = parts.map((part) => ({ part, free }));
    const steps = improve() ? most : 1;
    const known = new Map<number, Field>();
    const field = (unit: number): Field => {
      const found = known.get(unit) ?? fieldOf(net, listed!, node, unit);
      known.set(unit, found);
      return found;
    };
    const fields = listed && steps > 1 ? some.map(({ unit }) => field(unit)) : undefined;
    const passes = { net, layers, region, start: node, reached, units: { fields } };
    const look: Look = (k, s, bound) =>
      keep?.(some[k]!, (old) => planeOfPass(net, region, { s, bound }, old));
    const best = optimise(passes, jobs, { ...rates, steps }, keep && look);
    some.forEach(({ unit, sign }, i) => {
      const { bound, slopes } = best[i]!;
      const own = slopes === free.slopes ? first : Float32Array.from(slopes.subarray(0, before));
      slopesOf[sign > 0 ? 0 : 1].push(own);
      if (sign > 0) found.upper[unit] = Math.min(found.upper[unit]!, bound);
      else found.lower[unit] = Math.max(found.lower[unit]!, -bound);
    });
  }
  // both sides of a unit are in one batch, whose size is even
  const [above, below] = slopesOf;
  return { box: found, hidden: { node, units: units.slice(0, below.length), above, below } };
}

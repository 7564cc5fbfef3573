import type { PlainNetwork } from '@ibp/core';
import {
  type Enclosure,
  type Enclosures,
  enclose,
  encloseOnward,
  mostOfPlanes,
  type PlaneOverBox,
} from '@ibp/exact';
import { tiny } from '../host/rounding';
import type { Region } from './batch';
import { adam } from './descent';
import { type Field, fieldOf, hasFields, listedUnits } from './field';
import { type HiddenPlanes, type OwnPlanes, planeOfPass, planesOfLayers } from './hidden-planes';
import { type Layers, layersOf } from './layers';
import { writeBaseLines } from './lines';
import { type Look, optimise } from './optimise';
import { type Free, oneRow, type Part } from './parts';
import { listUnits } from './push-forward';
import type { SearchNetwork } from './search-network';

/** What is known of the whole box before it is cut. */
export type Root = {
  readonly region: Region;
  readonly layers: Layers;
  readonly output: Enclosure;
  readonly enclosures: Enclosures;
  /** What bounded hidden units, for certificates. */
  readonly hidden: readonly Hidden[];
  /** By which bounds of hidden units of parts are made tighter; none where they are not to be, or would be too large. */
  readonly planes?: HiddenPlanes | undefined;
};

/** For each of some units of a node the slopes of earlier layers that bound it from above, and from below. */
export type Hidden = {
  readonly node: number;
  readonly units: Int32Array;
  readonly above: readonly Float32Array[];
  readonly below: readonly Float32Array[];
};

/** What bounds of hidden units may take. */
export type RootEffort = {
  /**
   * Whether they are improved, asked for each node that activations take in, with how many are left, and while there is time
   * for it; one pass for each unless they are.
   */
  readonly improve: (left: number) => () => boolean;
  /** Whether time is up: what is known by then has to do. */
  readonly reached: () => boolean;
  /** Whether planes of hidden units are kept; not unless given. */
  readonly clipping?: boolean;
};

/** The products that bounding hidden units may take, and the most steps for each of them. */
const [mostWork, mostSteps] = [2e10, 12];
/** The most slopes that are kept of the units of a node. */
const mostKept = 2 ** 23;

const rates = { descending: adam(0.25, 0.9), enough: 0 };

/**
 * Bounds of all hidden units over a box: layer by layer by intervals and, for units that these leave open, by backward passes
 * whose slopes are improved for each unit and side by itself. Nothing where intervals do not bound the box.
 */
export function rootOf(
  net: SearchNetwork,
  plain: PlainNetwork,
  box: Enclosure,
  effort: RootEffort,
): Root | undefined {
  let enclosures = enclose(plain, box);
  if (enclosures.state !== 'bounded') return undefined;
  const underflow = writeReach(net, enclosures);
  const tighter: Enclosure[] = [];
  const hidden: Hidden[] = [];
  const planes = new Map<number, Map<number, OwnPlanes>>();
  let room = effort.clipping ? mostOfPlanes : 0;
  const regionOf = ({ boxes }: Enclosures): Region => ({
    box,
    underflow,
    magnitudes: boxes.map(magnitudesIn),
  });
  const takenIn = new Set(net.nodes.flatMap(({ activation, inputs }) => (activation ? [inputs[0]!] : [])));
  const nodes = [...takenIn].sort((a, b) => a - b);
  for (const [i, node] of nodes.entries()) {
    if (effort.reached()) break;
    const layers = layersOf(net, enclosures.boxes);
    const own = layers.layers.find((layer) => layer.node === node);
    if (!own || own.units.length === 0) continue;
    room -= 2 * own.units.length * net.nodes[0]!.size;
    if (room < 0) planes.clear();
    const isFirst = isExact(net, node);
    if (isFirst && room < 0) continue;
    writeBaseLines(net, layers);
    listUnits(net);
    const at = { node, units: own.units, bounds: enclosures.boxes[node]! };
    const found = tighterBox(net, layers, regionOf(enclosures), at, {
      improve: isFirst ? () => false : effort.improve(nodes.length - i),
      reached: effort.reached,
      keep: room < 0 ? undefined : planesOfNode(planes, node),
    });
    // one linear op of the input is bounded by intervals as well as by passes
    if (isFirst) continue;
    tighter[node] = found.box;
    hidden.push(found.hidden);
    enclosures = encloseOnward(plain, box, { tighter }, enclosures, node);
    if (enclosures.state !== 'bounded') return undefined;
  }
  const root = rootFrom(net, box, enclosures, hidden);
  return room < 0 ? root : { ...root, planes: planesOfLayers(root.layers, planes) };
}

/** What is known of a box, from enclosures of its nodes; the network is made ready for passes over parts of it. */
export function rootFrom(
  net: SearchNetwork,
  box: Enclosure,
  enclosures: Enclosures,
  hidden: readonly Hidden[],
): Root {
  const underflow = writeReach(net, enclosures);
  const layers = layersOf(net, enclosures.boxes);
  writeBaseLines(net, layers);
  listUnits(net);
  const region = { box, underflow, magnitudes: enclosures.boxes.map(magnitudesIn) };
  return { region, layers, output: enclosures.boxes.at(-1)!, enclosures, hidden };
}

/** Whether bounds of hidden units that had one pass each could be improved. */
export const isImprovable = (net: SearchNetwork, { hidden }: Root): boolean =>
  hidden.some(({ node, units }) => stepsFor(net, node, units.length) > 1);

/** Intervals are exact where one linear op computes a node from the input. */
function isExact({ nodes }: SearchNetwork, node: number): boolean {
  const { affine, inputs } = nodes[node]!;
  return node === 0 || (affine !== undefined && inputs.every((i) => i === 0));
}

const magnitudesIn = ({ lower, upper }: Enclosure): Float64Array =>
  lower.map((l, i) => Math.max(-l, upper[i]!));

/**
 * Writes what rounding is in proportion to, of each linear node at least `|b| + |W| max |x|`, of each activation the greatest
 * `|x|` of its input, and gives more than what underflow may take from a row.
 */
function writeReach({ nodes, heap }: SearchNetwork, { boxes, reach }: Enclosures): number {
  let greatest = 0;
  nodes.forEach(({ inputs, reach: at }, i) => {
    if (inputs.length > 0) heap.set(reach[i] ?? magnitudesIn(boxes[inputs[0]!]!), at);
    greatest = magnitudesIn(boxes[i]!).reduce((a, b) => Math.max(a, b), greatest);
  });
  return tiny * (1 + greatest) * nodes.length;
}

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
function stepsFor({ work: { back, forward } }: SearchNetwork, node: number, units: number): number {
  // forward, receptive fields grow to twice as much at the most
  const each = Math.min(3 * back[node]!, back[node]! + forward[node]!);
  return Math.max(1, Math.min(mostSteps, Math.floor(mostWork / (2 * units * each))));
}

/** Keeps planes of units of a node, and of their negatives. */
function planesOfNode(planes: Map<number, Map<number, OwnPlanes>>, node: number) {
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
function tighterBox(
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
): { readonly box: Enclosure; readonly hidden: Hidden } {
  const before = layers.sloped.find(({ layer }) => layer.node >= node)?.offset ?? layers.slopes;
  const slopesOf = [[], []] as [Hidden['above'][number][], Hidden['below'][number][]];
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

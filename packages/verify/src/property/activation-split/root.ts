import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, type Enclosures, enclose, encloseOnward, mostOfPlanes } from '@ibp/exact';
import { tiny } from '../host/rounding';
import type { Region } from './batch';
import { type HiddenBounds, planesOfNode, stepsFor, tighterBox } from './hidden-bounds';
import { type HiddenPlanes, type OwnPlanes, planesOfLayers } from './hidden-planes';
import { type Layers, layersOf } from './layers';
import { writeBaseLines } from './lines';
import { listUnits } from './push-forward';
import type { SearchNetwork } from './search-network';

/** What is known of the whole box before it is cut. */
export type Root = {
  readonly region: Region;
  readonly layers: Layers;
  readonly output: Enclosure;
  readonly enclosures: Enclosures;
  /** What bounded hidden units, for certificates. */
  readonly hidden: readonly HiddenBounds[];
  /** By which bounds of hidden units of parts are made tighter; none where they are not to be, or would be too large. */
  readonly planes?: HiddenPlanes | undefined;
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
  const hidden: HiddenBounds[] = [];
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
  hidden: readonly HiddenBounds[],
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

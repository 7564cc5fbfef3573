import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import type { Arithmetic } from './arithmetic';
import { encloseAffine } from './enclose-affine';
import { encloseNonlinear, isRigorous } from './enclose-nonlinear';
import { assertBoxSize, assertNode, type Enclosure, isSound } from './enclosure';
import { float32Nodes, float32Refusal } from './float32/node-rounding';
import type { Float32Rounding } from './float32/rounding';
import type { Split } from './split';

/** Enclosures of all nodes over a region: the points of an input box that meet some splits. */
export type Enclosures = {
  readonly splits: readonly Split[];
  readonly boxes: readonly Enclosure[];
  /** Of each linear node: see `AffineEnclosure`. */
  readonly reach: readonly (Float64Array | undefined)[];
  /** Of each node, where boxes are of what float32 programs compute; none where they are of real numbers. */
  readonly roundings?: readonly Float32Rounding[];
  /**
   * `empty`: no point of the box meets the splits, so that all is true of it. `unsound`: something is not finite or
   * the input box has no points, so that nothing may be concluded.
   */
  readonly state: 'bounded' | 'empty' | 'unsound';
};

/** Why a network cannot be bounded rigorously in some arithmetic; `undefined` if it can. */
export function rigorousRefusal(network: PlainNetwork, arithmetic: Arithmetic = 'real'): string | undefined {
  const maps = affineMaps(network);
  const refused = network.nodes.find((node, i) => node.op !== 'input' && !maps[i] && !isRigorous(node));
  if (refused) return `no proven rounding error for op "${refused.op}" (node "${refused.name}")`;
  return arithmetic === 'real' ? undefined : float32Refusal(network);
}

/** Cuts a box by splits; `undefined` if nothing is left. */
function cut({ lower, upper }: Enclosure, splits: readonly Split[]): Enclosure | undefined {
  const box = { lower: lower.slice(), upper: upper.slice() };
  for (const { unit, side, at = 0 } of splits) {
    if (side === 'active') box.lower[unit] = Math.max(box.lower[unit]!, at);
    else box.upper[unit] = Math.min(box.upper[unit]!, at);
    if (box.lower[unit]! > box.upper[unit]!) return undefined;
  }
  return box;
}

/** Enclosures cut by splits where these are, and nowhere else: nothing of it is followed to other nodes. */
export function cutBySplits(enclosures: Enclosures, splits: readonly Split[]): Enclosures {
  if (enclosures.state !== 'bounded') return enclosures;
  const boxes = [...enclosures.boxes];
  for (const split of splits) {
    const left = cut(boxes[split.node]!, [split]);
    if (!left) return { ...enclosures, splits, state: 'empty' };
    boxes[split.node] = left;
  }
  return { ...enclosures, splits, boxes };
}

/** The splits of each node's value. */
function splitsByNode(network: PlainNetwork, splits: readonly Split[]): (Split[] | undefined)[] {
  const found: (Split[] | undefined)[] = [];
  for (const split of splits) {
    const { node, unit } = split;
    assertNode('enclose', network, node);
    const units = sizeOf(network.nodes[node]!.shape);
    if (!(Number.isInteger(unit) && unit >= 0 && unit < units)) {
      fail('enclose', `expected splits of units from 0 to ${units - 1} of node ${node}, got ${unit}`);
    }
    const own = found[node] ?? [];
    own.push(split);
    found[node] = own;
  }
  return found;
}

/** Options of `enclose`. */
export type EncloseOptions = {
  /** Narrows what is bounded to the points of the box that meet them. */
  readonly splits?: readonly Split[];
  /** Boxes of nodes that are known from elsewhere to hold; what they leave out is cut off. */
  readonly tighter?: readonly (Enclosure | undefined)[];
  /** Whose values are enclosed: those of real numbers unless given. */
  readonly arithmetic?: Arithmetic;
};

/**
 * Interval bound propagation that holds in exact arithmetic for the float32 parameters as stored; with `arithmetic:
 * 'any-order-float32'` for the values that any float32 program computes of float32 inputs in the box.
 *
 * @throws when an op has no proven rounding error ({@link rigorousRefusal} tells beforehand), or a box or split is not of
 * the network's nodes and units.
 */
export const enclose = (network: PlainNetwork, input: Enclosure, options: EncloseOptions = {}): Enclosures =>
  encloseOnward(network, input, options);

/**
 * As {@link enclose}; the boxes of nodes before `from` are taken from what it gave for the same box and splits, and the
 * same `tighter` boxes there.
 */
export function encloseOnward(
  network: PlainNetwork,
  input: Enclosure,
  { splits = [], tighter = [], arithmetic = 'real' }: EncloseOptions,
  known?: Enclosures,
  from = 0,
): Enclosures {
  const { nodes } = network;
  const maps = affineMaps(network);
  if (known && (known.roundings ? 'any-order-float32' : 'real') !== arithmetic) {
    fail('enclose', `expected what is known to be in ${arithmetic} arithmetic, got it in another`);
  }
  assertBoxSize('enclose', network, input);
  for (const [index, box] of tighter.entries()) if (box) assertBoxSize('enclose', network, box, index);
  const refusal = arithmetic === 'real' ? undefined : rigorousRefusal(network, arithmetic);
  if (refusal) fail('enclose', refusal);
  const bySplit = splitsByNode(network, splits);
  const boxes = known?.boxes.slice(0, from) ?? [];
  const reach = known?.reach.slice(0, from) ?? [];
  const roundings = known?.roundings?.slice(0, from) ?? [];
  const ofFloat32 = arithmetic === 'real' ? undefined : float32Nodes(network, maps);
  const about = ofFloat32 ? { splits, boxes, reach, roundings } : { splits, boxes, reach };
  for (const [index, node] of nodes.entries()) {
    if (index < boxes.length) continue;
    const inputs = node.inputs.map((i) => boxes[i]!);
    const map = maps[index];
    let box: Enclosure = input;
    if (map) {
      const { reach: own, ...affine } = encloseAffine(map, inputs);
      reach[index] = own;
      box = affine;
    } else if (node.op !== 'input') {
      box = encloseNonlinear(node, inputs, network) ?? fail('enclose', rigorousRefusal(network)!);
    }
    if (!isSound(box)) return { ...about, state: 'unsound' };
    if (ofFloat32) {
      const sources = node.inputs.map((i) => ({ box: boxes[i]!, rounding: roundings[i] }));
      const computed = ofFloat32(index, { box, reach: reach[index], inputs: sources });
      if (!computed) return { ...about, state: 'unsound' };
      box = computed.box;
      roundings[index] = computed.rounding;
    }
    const known = tighter[index];
    if (known) box = intersection(box, known);
    const own = bySplit[index];
    const left = own ? cut(box, own) : box;
    if (!left) return { ...about, state: 'empty' };
    if (!isSound(left)) return { ...about, state: 'unsound' };
    boxes.push(left);
  }
  return { ...about, state: 'bounded' };
}

const intersection = (a: Enclosure, b: Enclosure): Enclosure => ({
  lower: a.lower.map((l, i) => Math.max(l, b.lower[i]!)),
  upper: a.upper.map((u, i) => Math.min(u, b.upper[i]!)),
});

import type { PlainNetwork } from '@ibp/core';
import { exactBackward } from './backward';
import type { Enclosures } from './enclose';
import { greatestWhere, type PlaneOverBox, planeOverBox } from './half-space';
import { linesOf } from './lines';
import { firstLinear, preActivations } from './tighten';

/** Planes over a box above a unit of a node that activations take in, and above its negative. */
export type UnitPlanes = {
  readonly node: number;
  readonly unit: number;
  readonly above: PlaneOverBox;
  readonly below: PlaneOverBox;
};

/** The most numbers that all planes of a box may have; of more, there are none. */
export const mostOfPlanes = 2 ** 23;

/** Whether one of the activations that take a node in is not linear between two values. */
export function openBetween(network: PlainNetwork, node: number): (lower: number, upper: number) => boolean {
  const all = network.nodes.flatMap((of) => (of.inputs[0] === node ? (linesOf(of) ?? []) : []));
  return (lower, upper) =>
    lower < upper &&
    all.some((lines) => {
      const { above, below } = lines(lower, upper, {});
      return above.slope !== below.slope || above.shift !== below.shift;
    });
}

/** The nodes that activations take in and one linear op makes of the input: they are bounded by no passes of their own. */
export function firstNodes(network: PlainNetwork): number[] {
  const taken = new Set(preActivations(network));
  return firstLinear(network).filter((node) => taken.has(node));
}

/** Units of {@link firstNodes} that an activation takes in which is not linear over the box. */
export const firstOpen = (network: PlainNetwork, { boxes, state }: Enclosures) =>
  state !== 'bounded'
    ? []
    : firstNodes(network).flatMap((node) => {
        const { lower, upper } = boxes[node]!;
        const isOpen = openBetween(network, node);
        const units = [...lower.keys()].filter((unit) => isOpen(lower[unit]!, upper[unit]!));
        return units.map((unit) => ({ node, unit }));
      });

/** A backward pass for a unit, or its negative: its bound, and the plane that this is the greatest value of. */
export function unitPlane(
  network: PlainNetwork,
  root: Enclosures,
  { node, unit, sign }: { readonly node: number; readonly unit: number; readonly sign: 1 | -1 },
  slopes: NonNullable<Parameters<typeof exactBackward>[3]>['slopes'],
) {
  const [c, line] = [
    new Float64Array(root.boxes[node]!.lower.length),
    new Float64Array(root.boxes[0]!.lower.length),
  ];
  c[unit] = sign;
  const options = { node, line, ...(slopes && { slopes }) };
  const bound = exactBackward(network, root, { c, d: Float64Array.of(0) }, options)[0]!;
  return { bound, plane: planeOverBox(bound, line, root.boxes[0]!) };
}

/**
 * Enclosures whose hidden units are bounded anew on the points of the box at which a plane is not below 0; the enclosures
 * themselves where that makes none narrower. Nothing is followed to other nodes.
 */
export function clipped(
  network: PlainNetwork,
  enclosures: Enclosures,
  planes: readonly UnitPlanes[],
  half: PlaneOverBox,
): Enclosures {
  const boxes = [...enclosures.boxes];
  const open = new Map<number, ReturnType<typeof openBetween>>();
  for (const { node, unit, above, below } of planes) {
    const { lower, upper } = boxes[node]!;
    const [l, u] = [lower[unit]!, upper[unit]!];
    const isOpen = open.get(node) ?? openBetween(network, node);
    open.set(node, isOpen);
    if (!isOpen(l, u)) continue;
    const ends = { lower: -greatestWhere(below, half, -l), upper: greatestWhere(above, half, u) };
    if (ends.lower > ends.upper) return { ...enclosures, state: 'empty' };
    if (ends.lower === l && ends.upper === u) continue;
    if (boxes[node] === enclosures.boxes[node]) boxes[node] = { lower: lower.slice(), upper: upper.slice() };
    boxes[node]!.lower[unit] = ends.lower;
    boxes[node]!.upper[unit] = ends.upper;
  }
  return boxes.some((box, i) => box !== enclosures.boxes[i]) ? { ...enclosures, boxes } : enclosures;
}

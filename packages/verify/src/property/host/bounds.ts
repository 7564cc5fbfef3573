import type { Enclosure } from '@ibp/exact';
import type { AffineForms } from './affine-forms';
import { writeLines } from './chords';
import type { HostNetwork, HostNode } from './host-network';
import { imageOf, intervalsOf } from './intervals';
import { type Inner, inherit, type KnownUnits } from './known-units';
import { none, refine } from './refine';

/** What is done for bounds of hidden units. */
export type Effort = {
  /** Of few features: for nodes with more open units than features. */
  readonly forms?: AffineForms | undefined;
  /** A node with more open units than this is left as it is: to cut the box is cheaper. */
  readonly mostOpen: number;
};

/**
 * Bounds of every activation's input over a box, layer by layer: by intervals, by what is known of a larger box, and,
 * where the sign is still open, by two backward passes (CROWN). The lines around the activations are written as they are found.
 */
export function hostBounds(
  host: HostNetwork,
  underflow: number,
  box: Enclosure,
  known: Inner | undefined,
  { forms, mostOpen }: Effort,
): Inner {
  const { nodes } = host;
  const boxes: Enclosure[] = [box];
  const inner: (KnownUnits | undefined)[] = [];
  const takenIn = nodesTakenIn(host);
  forms?.begin(box);
  for (let index = 1; index < nodes.length - 1; index++) {
    const node = nodes[index]!;
    if (node.slopes) {
      const { lower, upper } = boxes[node.inputs[0]!]!;
      writeLines(host, node, lower, upper);
      boxes.push(imageOf(node.slopes, lower, upper));
      continue;
    }
    const bounds = intervalsOf(host, node, boxes);
    if (takenIn.has(index)) {
      const before = known?.[index];
      if (before) inherit(bounds, before, box);
      if (forms && !isFirst(node) && isOpen(bounds)) forms.tighten(index, bounds, boxes);
      inner[index] = {
        ...bounds,
        ...(isFirst(node) ? none : refine(host, { underflow, mostOpen }, box, index, bounds)),
      };
    }
    boxes.push(bounds);
  }
  // the last node may be an activation, whose lines are needed
  const end = nodes.at(-1)!;
  if (end.slopes) writeLines(host, end, boxes[end.inputs[0]!]!.lower, boxes[end.inputs[0]!]!.upper);
  return inner;
}

/** Writes lines around the activations over a part of a box, by what is known of that alone: no pass goes backward. */
export function writeKnownLines(host: HostNetwork, box: Enclosure, known: Inner): void {
  const boxes: (Enclosure | undefined)[] = [box];
  host.nodes.forEach((node, index) => {
    const before = known[index];
    if (before) {
      const bounds = isFirst(node)
        ? intervalsOf(host, node, boxes)
        : { lower: before.lower.slice(), upper: before.upper.slice() };
      inherit(bounds, before, box);
      boxes[index] = bounds;
    }
    if (node.slopes) {
      const { lower, upper } = boxes[node.inputs[0]!]!;
      writeLines(host, node, lower, upper);
      // for an activation of an activation
      boxes[index] = imageOf(node.slopes, lower, upper);
    }
  });
}

const isOpen = ({ lower, upper }: Enclosure): boolean => lower.some((l, i) => l < 0 && upper[i]! > 0);

/** Intervals are exact where one linear op computes a node from the input. */
const isFirst = ({ inputs, affine }: HostNode): boolean =>
  affine !== undefined && inputs.every((i) => i === 0);

const nodesTakenIn = ({ nodes }: HostNetwork): Set<number> =>
  new Set(nodes.flatMap(({ slopes, inputs }) => (slopes ? [inputs[0]!] : [])));

import { ops } from '@ibp/bounds';
import { isOf, type Shape, sizeOf } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import { type Field, isSame, leaves, onePlace, union } from './field';
import { type Seen, seenBy } from './seen';

/** What the units at each place of a node depend on, node by node, down to a node whose bounds are those of the input. */
export type ReceptiveFields = {
  readonly end: number;
  /** The input, or the input with its units moved. */
  readonly root: number;
  /** By node; nothing for nodes that count for nothing. */
  readonly fields: readonly (Field | undefined)[];
  /** What each node sees of its inputs; nothing for the root. */
  readonly seen: readonly (Seen | undefined)[];
  /** For each node that has a field the first whose field stands at the same pixels. */
  readonly alike: readonly (number | undefined)[];
  /** Nodes whose field reaches beyond the border of their image, where no relaxation leaves zeros there. */
  readonly masked: ReadonlySet<number>;
};

const isImage = (shape: Shape): boolean => shape.length === 3;

/** Whether a node is the input, or an image of the input's units in another order. */
function isRoot({ nodes }: LoweredNetwork, index: number): boolean {
  const isMoved = (i: number): boolean => {
    const node = nodes[i]!;
    if (node.op === 'input') return true;
    const moves = node.op === 'transpose' || node.op === 'reshape';
    return moves && ops[node.op].rounding === 'exact' && isMoved(node.inputs[0]!);
  };
  return isImage(nodes[index]!.shape) && isMoved(index);
}

/** The share of the units of all nodes before that a field has, at most which passes through fields are worth it. */
const worthIt = 0.6;

/**
 * The receptive fields of a node's units: a backward pass from a unit has no other coefficients than those in them (Xu et al.
 * 2020 call them patches). Nothing where a node on the way does not do the same at every place, or where they are hardly
 * smaller than the images.
 */
export function receptiveFields(network: LoweredNetwork, end: number): ReceptiveFields | undefined {
  const { nodes } = network;
  const places = nodes[end]!.shape;
  if (!isImage(places)) return undefined;
  const fields: (Field | undefined)[] = [];
  const seen: (Seen | undefined)[] = [];
  fields[end] = onePlace;
  let root: number | undefined;
  for (let i = end; i >= 0; i--) {
    const [node, field] = [nodes[i]!, fields[i]];
    if (!field) continue;
    if (isRoot(network, i)) {
      if (root !== undefined) return undefined;
      root = i;
      continue;
    }
    if (node.op === 'input') return undefined;
    const own = isOf('elementwise', node.op)
      ? { params: node.params, field }
      : seenBy(node, field, nodes[node.inputs[0]!]!.shape);
    if (!own || node.inputs.some((k) => !isImage(nodes[k]!.shape))) return undefined;
    seen[i] = own;
    for (const k of node.inputs) {
      const others = fields[k];
      const both = others ? union(others, own.field) : own.field;
      if (!both) return undefined;
      fields[k] = both;
    }
  }
  if (root === undefined) return undefined;
  const found = nodes.flatMap((node, i) => (fields[i] ? [{ i, node, field: fields[i] }] : []));
  const units = found.map(({ node, field }) => field.size[0] * field.size[1] * node.shape.at(-1)!);
  const all = found.map(({ node }) => sizeOf(node.shape));
  const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);
  if (sum(units) > worthIt * sum(all)) return undefined;
  const alike: (number | undefined)[] = [];
  for (const { i, node, field } of found) {
    alike[i] = found.find(
      (other) =>
        isSame(other.field, field) &&
        other.node.shape[0] === node.shape[0] &&
        other.node.shape[1] === node.shape[1],
    )!.i;
  }
  const masked = new Set(
    found
      .filter(
        ({ i, node, field }) =>
          i !== root && !isOf('elementwise', node.op) && leaves(field, node.shape, places),
      )
      .map(({ i }) => i),
  );
  return { end, root, fields, seen, alike, masked };
}

/** The shape of what a node has in fields. */
export const shapeIn = ({ fields }: ReceptiveFields, { nodes }: LoweredNetwork, node: number): Shape => [
  ...fields[node]!.size,
  nodes[node]!.shape.at(-1)!,
];

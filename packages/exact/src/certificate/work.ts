import { type PlainNetwork, type PlainNode, sizeOf } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { sameSplits } from '../rigorous/split';
import { boundedNodes } from '../rigorous/tighten';
import { firstNodes } from '../rigorous/unit-planes';
import { type Finding, open } from './finding';
import { checkerLimits } from './limits';
import type { Tree } from './root-enclosures';

/** How many terms the planes of each output of a product of matrices, or of softmax, have; 0 for what has one or two. */
function termsOf({ op, shape, inputs }: PlainNode, { nodes }: PlainNetwork): number {
  if (op === 'matMul') return 2 * nodes[inputs[0]!]!.shape.at(-1)!;
  return op === 'softmax' ? shape.at(-1)! : 0;
}

/** How many products a pass through a network takes: all of it, back from a node, and `tightening`, those of `encloseByCrown`. */
function productsOf(network: PlainNetwork) {
  const maps = affineMaps(network);
  const products = network.nodes.map((node, i) => {
    const map = maps[i];
    return map ? map.outputs * map.maxTerms : sizeOf(node.shape) * termsOf(node, network);
  });
  const upTo = (node: number) => products.slice(0, node + 1).reduce((a, b) => a + b, 0);
  const all = upTo(products.length - 1);
  const units = (node: number) => sizeOf(network.nodes[node]!.shape);
  // each hidden layer is followed by another forward pass, which takes two products for each weight
  const tightening = boundedNodes(network).reduce(
    (sum, node) => sum + 2 * units(node) * upTo(node) + 2 * all,
    0,
  );
  return { all, upTo, tightening };
}

/** How many products a plane takes for each feature, about. */
const looks = 16;

/** Units that a linear op makes of the input and an activation takes in. */
const firstUnits = (network: PlainNetwork): number =>
  firstNodes(network).reduce((sum, node) => sum + sizeOf(network.nodes[node]!.shape), 0);

/**
 * How many products the bounds of so many leaves may take: a backward pass for each row, and with `crown` two for each
 * unit that an activation, a product or softmax takes in, as if the sign of all were open and all nodes were passed.
 */
export function multiplicationsOf(
  network: PlainNetwork,
  leaves: number,
  rows: number,
  intermediate: 'ibp' | 'crown',
): number {
  const { all, tightening } = productsOf(network);
  return leaves * (rows * all + 2 * all + (intermediate === 'crown' ? tightening : 0));
}

/**
 * How many products a tree of splits may take: the hidden units of the whole box once, two passes for each that it lists, and for
 * each leaf a forward pass and up to two backward passes a row.
 *
 * @param rows of all its conjunctions together.
 */
export function treeMultiplications(
  network: PlainNetwork,
  { intermediate, hidden = [], clips, leaves }: Pick<Tree, 'intermediate' | 'hidden' | 'clips' | 'leaves'>,
  rows: number,
): number {
  const { all, upTo, tightening } = productsOf(network);
  const listed = hidden.reduce((sum, { node, units }) => sum + 2 * units.length * upTo(node) + 2 * all, 0);
  const root = intermediate === 'crown' ? tightening : 2 * all;
  const each = leaves.length * (2 * rows * all + 2 * all);
  if (!clips) return root + listed + each;
  // a pass for each row, and looks at the planes of all units in the input
  const units = hidden.reduce((sum, of) => sum + of.units.length, 0) + firstUnits(network);
  const clip = rows * all + units * 2 * looks * sizeOf(network.nodes[0]!.shape);
  const clipped = leaves.filter((leaf) => leaf.clipped);
  return root + listed + each + clipped.length * rows * all + clipsOf(clipped) * clip;
}

/** How many clips leaves take that the leaf before does not have in common with them: see `clippedLeaf`. */
function clipsOf(leaves: Tree['leaves']): number {
  let count = 0;
  leaves.forEach(({ splits, clipped = [] }, k) => {
    const before = leaves[k - 1];
    const first = clipped.findIndex(([n, by], depth) => {
      const other = before?.clipped?.[depth];
      const same = other?.[0] === n && other[1] === by;
      return !same || !sameSplits(splits.slice(0, n), before!.splits.slice(0, n));
    });
    count += first < 0 ? 0 : clipped.length - first;
  });
  return count;
}

/** What is beyond the limit, as what the checker says of it. */
export function tooMuchWork(what: string, work: number): Finding | undefined {
  const limit = checkerLimits.multiplications;
  return work > limit
    ? open(`${what} may take ${work} multiplications, more than the ${limit} that are done`)
    : undefined;
}

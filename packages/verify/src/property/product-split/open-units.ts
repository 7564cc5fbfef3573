import { matMulSizes, type PlainNetwork, piecesOf } from '@ibp/core';
import { affineMaps, type Enclosure, linesOf, rowInOrder } from '@ibp/exact';
import { middleOf } from '../region';

/** A unit of a node, and how much of a bound what is made of it may take: for activations, products and softmax. */
export type OpenUnit = { readonly node: number; readonly unit: number; readonly score: number };

/** Adds to the score of a unit of a node. */
type Add = (node: number, unit: number, score: number) => void;

const radius = ({ lower, upper }: Enclosure, i: number): number => (upper[i]! - lower[i]!) / 2;

/**
 * The units whose cut promises most, by what is lost where a pass came with these coefficients: the room between lines around
 * activations, of products that of their tangent plane, the product of both radii. Both factors get all of it, since it is halved by half
 * of either.
 *
 * @param coefficients of each node, the greatest magnitude of any row for each unit.
 */
export function openUnits(
  network: PlainNetwork,
  boxes: readonly Enclosure[],
  coefficients: ReadonlyMap<number, Float64Array>,
  most: number,
): OpenUnit[] {
  const scores = new Map<string, OpenUnit>();
  const source = sourcesOf(network);
  const add: Add = (of, at, score) => {
    if (!(score > 0)) return;
    const { node, unit } = source(of, at);
    const { lower, upper } = boxes[node]!;
    if (!(upper[unit]! > lower[unit]!)) return;
    const key = `${node}/${unit}`;
    scores.set(key, { node, unit, score: score + (scores.get(key)?.score ?? 0) });
  };
  for (const [index, c] of coefficients) addScores(network, boxes, index, c, add);
  return [...scores.values()].sort((a, b) => b.score - a.score).slice(0, most);
}

function addScores(
  { nodes }: PlainNetwork,
  boxes: readonly Enclosure[],
  index: number,
  c: Float64Array,
  add: Add,
): void {
  const node = nodes[index]!;
  const [first, second] = node.inputs as [number, number];
  const lines = linesOf(node);
  if (lines) {
    const { lower, upper } = boxes[first]!;
    for (const [i, a] of c.entries()) {
      const [l, u] = [lower[i]!, upper[i]!];
      if (a === 0 || !(u > l)) continue;
      const { above, below } = lines(l, u, {});
      const [slope, shift] = [above.slope - below.slope, above.shift - below.shift];
      add(first, i, a * Math.max(slope * l + shift, slope * u + shift));
    }
  } else if (node.op === 'multiply') {
    for (const [i, a] of c.entries()) {
      const room = a * radius(boxes[first]!, i) * radius(boxes[second]!, i);
      add(first, i, room);
      add(second, i, room);
    }
  } else if (node.op === 'matMul') {
    const { rows, inner, columns } = matMulSizes([nodes[first]!.shape, nodes[second]!.shape]);
    for (const [i, a] of c.entries()) {
      const left = Math.floor(i / columns) * inner;
      const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
      for (let k = 0; k < inner; k++) {
        const [x, y] = [left + k, right + k * columns];
        const room = a * radius(boxes[first]!, x) * radius(boxes[second]!, y);
        add(first, x, room);
        add(second, y, room);
      }
    }
  } else if (node.op === 'softmax') {
    for (const [i, a] of c.entries()) add(first, i, a * radius(boxes[index]!, i));
  }
}

/** Where a unit comes from that is a copy, such as of one that is repeated for each place: a cut there is one of all copies. */
function sourcesOf(network: PlainNetwork) {
  const maps = affineMaps(network);
  return (of: number, at: number): Pick<OpenUnit, 'node' | 'unit'> => {
    let [node, unit] = [of, at];
    for (;;) {
      const map = maps[node];
      const { inputs } = network.nodes[node]!;
      if (!map || inputs.length !== 1 || map.maxTerms !== 1) return { node, unit };
      const { columns, weights } = rowInOrder(map, unit);
      if (columns.length !== 1 || weights[0] !== 1 || map.bias(unit) !== 0) return { node, unit };
      [node, unit] = [inputs[0]!, columns[0]!];
    }
  };
}

/** Where a unit between two ends is cut: at the kink of what takes it in that is nearest to the middle, or in the middle. */
export function valueToCutAt(
  { nodes }: PlainNetwork,
  node: number,
  [l, u]: readonly [number, number],
): number | undefined {
  const fromMiddle = (at: number) => Math.abs(at - (l + u) / 2);
  const [kink] = nodes
    .flatMap(({ inputs, op, params }) => (inputs[0] === node ? (piecesOf(op, params)?.kinks ?? []) : []))
    .filter((at) => at > l && at < u)
    .sort((a, b) => fromMiddle(a) - fromMiddle(b));
  return kink ?? middleOf(l, u);
}

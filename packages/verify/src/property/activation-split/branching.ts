import type { Split } from '@ibp/exact';
import { middleOf } from '../region';
import { Highest } from './highest';
import { keepingOf } from './keeping';
import type { Layer } from './layers';
import { linesAt } from './lines';
import type { Part } from './parts';
import type { Passes } from './passes';
import type { SearchNetwork } from './search-network';

/** Where a part may be cut: open unit `index` of all, at a value. */
export type Cut = {
  readonly index: number;
  readonly node: number;
  readonly unit: number;
  readonly at: number;
  /** The multipliers of the split that the halves begin with: see `keepingOf`. */
  readonly keeping: readonly [active: number, inactive: number];
};

/**
 * How many of each score are compared by bounding both halves; fewer beside smooth activations, of which every cut gains at once,
 * and the same unit would be cut again and again.
 */
const [perScore, besideSmooth] = [6, 3];
/** More splits of one unit than rounding is paid for are never made. */
const mostOfOne = 48;

/**
 * The most promising cuts of the part whose pass has just been made in row `s`, by what lines around units take: the most
 * that they can (for relu the score of BaBSR, Bunel et al. 2020), and what they do where the bound is attained.
 */
export function promisingCuts(
  { net, layers: { layers } }: Passes,
  part: Part,
  s: number,
  place: number,
): Cut[] {
  const { nodes, heap } = net;
  const { lower, upper } = part;
  const isSmooth = nodes.some(({ activation }) => activation?.kinks.length === 0);
  const compared = isSmooth ? besideSmooth : perScore;
  const [byMost, byPoint] = [new Highest(compared), new Highest(compared)];
  for (const layer of layers) {
    const input = nodes[layer.node]!;
    for (let k = 0; k < layer.units.length; k++) {
      const [index, unit] = [layer.offset + k, layer.units[k]!];
      const [l, u] = [lower[index]!, upper[index]!];
      if (!(l < u)) continue;
      const z = Math.min(Math.max(heap[input.values + s * input.stride + unit]!, l), u);
      let [most, there] = [0, 0];
      for (const of of layer.activations) {
        const { coefficients, stride } = nodes[of]!;
        const a = heap[coefficients + s * stride + unit]!;
        if (a === 0) continue;
        const at = linesAt(nodes[of]!, place) + unit;
        const slope = heap[at]! - heap[at + 2 * stride]!;
        const shift = heap[at + stride]! - heap[at + 3 * stride]!;
        const [left, right] = [slope * l + shift, slope * u + shift];
        // a line above a relu is farthest from it at 0
        const fromKink = a > 0 && l < 0 && u > 0 && heap[at + 3 * stride] === 0;
        most += Math.abs(a) * (fromKink ? heap[at + stride]! : Math.max(left, right));
        there += Math.abs(a) * (slope * z + shift);
      }
      byMost.add(most, index);
      byPoint.add(there, index);
    }
  }
  const indices = new Set([...byMost.keys, ...byPoint.keys]);
  return [...indices].flatMap((index) => cutOf(net, layers, part, { index, s, place }) ?? []);
}

/** At the kink between the ends that is nearest to the middle, or in the middle (Shi et al. 2025, GenBaB). */
function cutOf(
  net: SearchNetwork,
  layers: readonly Layer[],
  { lower, upper, splits }: Part,
  { index, ...at }: { readonly index: number; readonly s: number; readonly place: number },
): Cut | undefined {
  const layer = layers.find(({ offset, units }) => index < offset + units.length)!;
  const { node } = layer;
  const unit = layer.units[index - layer.offset]!;
  if (splits.filter((split) => split.node === node && split.unit === unit).length >= mostOfOne)
    return undefined;
  const [l, u] = [lower[index]!, upper[index]!];
  const fromMiddle = (at: number) => Math.abs(at - (l + u) / 2);
  const [kink] = layer.activations
    .flatMap((of) => net.nodes[of]!.activation!.kinks)
    .filter((at) => at > l && at < u)
    .sort((a, b) => fromMiddle(a) - fromMiddle(b));
  const value = kink ?? middleOf(l, u);
  if (value === undefined) return undefined;
  const keeping = value === 0 ? keepingOf(net, layer, unit, at) : ([0, 0] as const);
  return { index, node, unit, at: value, keeping };
}

/** Both halves of a part; the cut belongs to both. */
export function halvesOf(
  { rows, lower, upper, splits, clips }: Part,
  { index, node, unit, at }: Cut,
): [Part, Part] {
  const [above, below] = [lower.slice(), upper.slice()];
  above[index] = Math.max(above[index]!, at);
  below[index] = Math.min(below[index]!, at);
  const half = (side: Split['side']): readonly Split[] => [
    ...splits,
    { node, unit, side, ...(at === 0 ? {} : { at }) },
  ];
  return [
    { rows, lower: above, upper, splits: half('active'), clips },
    { rows, lower, upper: below, splits: half('inactive'), clips },
  ];
}

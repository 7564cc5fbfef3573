import type { Pieces, PlainNetwork } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { piecewise } from '../rigorous/piecewise';
import { type Dyadic, dyadic, isAtMost, least, most, plus, times, zero } from './dyadic';

export type ExactBox = { readonly lower: readonly Dyadic[]; readonly upper: readonly Dyadic[] };

/** `f(x)` exactly, for functions in linear pieces. */
export function exactly({ kinks, slopes, shifts }: Pieces, x: Dyadic): Dyadic {
  const piece = kinks.filter((kink) => !isAtMost(x, dyadic(kink))).length;
  return plus(times(dyadic(slopes[piece]!), x), dyadic(shifts[piece]!));
}

/** Interval bound propagation without any rounding, for linear and piecewise linear ops that are monotone or abs. */
export function exactBounds(network: PlainNetwork, input: ExactBox): ExactBox[] {
  const maps = affineMaps(network);
  const boxes: ExactBox[] = [];
  for (const [index, node] of network.nodes.entries()) {
    if (node.op === 'input') {
      boxes.push(input);
      continue;
    }
    const inputs = node.inputs.map((i) => boxes[i]!);
    const ends = { lower: inputs.flatMap((box) => box.lower), upper: inputs.flatMap((box) => box.upper) };
    const map = maps[index];
    if (!map) {
      const f = piecewise(node)!;
      const values = ends.lower.map((l, i) => {
        const at = [
          l,
          ends.upper[i]!,
          ...f.kinks.map(dyadic).filter((k) => isAtMost(l, k) && isAtMost(k, ends.upper[i]!)),
        ];
        return at.map((x) => exactly(f, x));
      });
      boxes.push({ lower: values.map((v) => v.reduce(least)), upper: values.map((v) => v.reduce(most)) });
      continue;
    }
    const columns = new Int32Array(map.maxTerms);
    const weights = new Float64Array(map.maxTerms);
    const [lower, upper]: [Dyadic[], Dyadic[]] = [[], []];
    for (let i = 0; i < map.outputs; i++) {
      const terms = map.row(i, columns, weights);
      let [low, high] = [dyadic(map.bias(i)), dyadic(map.bias(i))];
      for (let k = 0; k < terms; k++) {
        const w = dyadic(weights[k]!);
        const j = columns[k]!;
        const [a, b] = weights[k]! > 0 ? [ends.lower[j]!, ends.upper[j]!] : [ends.upper[j]!, ends.lower[j]!];
        low = plus(low, times(w, a));
        high = plus(high, times(w, b));
      }
      lower.push(low);
      upper.push(high);
    }
    boxes.push({ lower, upper });
  }
  return boxes;
}

/** The network at one point, without any rounding. */
export const exactForward = (network: PlainNetwork, x: Float64Array): readonly Dyadic[] => {
  const point = Array.from(x, dyadic);
  return exactBounds(network, { lower: point, upper: point }).at(-1)!.lower;
};

/** `c . z + d` exactly. */
export const exactValue = (c: Float64Array, d: number, z: readonly Dyadic[]): Dyadic =>
  z.reduce((sum, v, i) => plus(sum, times(dyadic(c[i]!), v)), plus(zero, dyadic(d)));

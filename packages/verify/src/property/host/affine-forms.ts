import type { Enclosure } from '@ibp/exact';
import type { HostNetwork, HostNode } from './host-network';
import { sumRows } from './intervals';
import { gamma, tiny, up } from './rounding';

/**
 * Affine forms of the units of a network over a box: `c + sum of g[j] t[j]`, give or take `e`, with `t[j]` in [-1, 1] where
 * feature `j` is in its interval (Comba and Stolfi 1993; as bounds of networks Singh et al. 2018). One pass forward costs as
 * many products as there are features, where passes backward cost as many as there are units.
 */
export type AffineForms = {
  /** Begins with a box. */
  readonly begin: (box: Enclosure) => void;
  /** Tightens bounds of a linear node; those of what activations take in on the way are final. */
  readonly tighten: (index: number, bounds: Enclosure, boxes: readonly Enclosure[]) => void;
};

/** @param features those that are not fixed. */
export function affineForms(host: HostNetwork, features: readonly number[]): AffineForms {
  const { nodes, heap, center, radius, sums } = host;
  const n = features.length;
  // center, then the features' parts, then the error: [n + 2, units]
  const forms = nodes.map(({ size }) => new Float64Array((n + 2) * size));
  let formed = 0;

  const begin = ({ lower, upper }: Enclosure): void => {
    const form = forms[0]!.fill(0);
    const { size } = nodes[0]!;
    for (let i = 0; i < size; i++) form[i] = (lower[i]! + upper[i]!) / 2;
    features.forEach((feature, j) => {
      const middle = form[feature]!;
      form[(j + 1) * size + feature] = up(Math.max(upper[feature]! - middle, middle - lower[feature]!));
    });
    formed = 0;
  };

  /** More than all parts of a unit's form together. */
  const magnitude = (form: Float64Array, size: number, i: number): number => {
    let sum = 0;
    for (let j = 0; j < n + 2; j++) sum += Math.abs(form[j * size + i]!);
    return sum;
  };

  const throughLinear = (node: HostNode, form: Float64Array): void => {
    const { inputs, size, affine } = node;
    const { bias, columns } = affine!;
    const relative = 4 * gamma(columns + n + 4);
    for (let j = 0; j <= n; j++) {
      let at = 0;
      for (const input of inputs) {
        const [from, units] = [forms[input]!, nodes[input]!.size];
        for (let i = 0; i < units; i++, at++) {
          heap[center + at] = from[j * units + i]!;
          heap[radius + at] =
            j > 0 ? 0 : from[(n + 1) * units + i]! + (relative * magnitude(from, units, i) + tiny);
        }
      }
      // rows are padded to an even length
      heap[center + at] = 0;
      heap[radius + at] = 0;
      heap.fill(0, sums, sums + 4 * size);
      sumRows(host, node);
      for (let o = 0; o < size; o++) {
        const sum = heap[sums + 4 * o]!;
        if (j > 0) form[j * size + o] = sum;
        else {
          const b = bias[o]!;
          form[o] = sum + b;
          form[(n + 1) * size + o] = up(
            heap[sums + 4 * o + 2]! * (1 + relative) + (relative * (Math.abs(sum) + Math.abs(b)) + tiny),
          );
        }
      }
    }
  };

  const throughActivation = (node: HostNode, form: Float64Array, { lower, upper }: Enclosure): void => {
    const { size, slopes } = node;
    const from = forms[node.inputs[0]!]!;
    const [left, right] = slopes!;
    const relative = 2 ** -50 * (n + 4);
    for (let i = 0; i < size; i++) {
      const [l, u] = [lower[i]!, upper[i]!];
      const open = !(l >= 0 || u <= 0);
      const slope = open ? (right * u - left * l) / (u - l) : l >= 0 ? right : left;
      // the activation less the line is 0 at 0, and this at both ends, and between these elsewhere
      const shift = open ? (left - slope) * l : 0;
      for (let j = 0; j <= n; j++) form[j * size + i] = slope * from[j * size + i]!;
      form[i]! += shift / 2;
      const lost = Math.abs(slope) * magnitude(from, size, i) + Math.abs(shift) + Math.abs(left * l);
      form[(n + 1) * size + i] = up(
        Math.abs(slope) * from[(n + 1) * size + i]! + Math.abs(shift) / 2 + (relative * lost + tiny),
      );
    }
  };

  const tighten: AffineForms['tighten'] = (index, bounds, boxes) => {
    for (; formed < index; formed++) {
      const node = nodes[formed + 1]!;
      const form = forms[formed + 1]!;
      if (node.slopes) throughActivation(node, form, boxes[node.inputs[0]!]!);
      else throughLinear(node, form);
    }
    const { size } = nodes[index]!;
    const form = forms[index]!;
    const relative = 2 ** -50 * (n + 4);
    for (let i = 0; i < size; i++) {
      const c = form[i]!;
      const all = magnitude(form, size, i);
      const reach = up(all - Math.abs(c) + relative * all + tiny);
      // NaN fails both
      if (c - reach > bounds.lower[i]!) bounds.lower[i] = c - reach;
      if (c + reach < bounds.upper[i]!) bounds.upper[i] = c + reach;
    }
  };
  return { begin, tighten };
}

import type { PlainNetwork } from '@ibp/core';
import {
  type Enclosure,
  enclose,
  exactBackward,
  leastCombination,
  type PlainSpec,
  type Split,
} from '@ibp/exact';

/** A part of the box: where it was cut, a multiplier of each cut, and a bound of the parts that it is one of. */
export type Part = {
  readonly splits: readonly Split[];
  readonly betas: readonly number[];
  readonly bound: number;
};

/** What is known of a part. */
export type PartBound = {
  /** Below 0 the rows have no point in common there; -Infinity where it is empty, NaN where nothing bounds it. */
  readonly bound: number;
  /** Of several rows, those whose sum has the bound. */
  readonly multipliers?: readonly number[];
  readonly boxes: readonly Enclosure[];
  /** For each node that the pass came to the greatest magnitude of a coefficient, for each unit. */
  readonly coefficients: ReadonlyMap<number, Float64Array>;
  /** Where the bound of that row is attained. */
  readonly point: Float64Array;
};

/** Bounds the rows of a conjunction over a part, by intervals that know of its cuts and by what is known of the whole box. */
export function boundPart(
  network: PlainNetwork,
  box: Enclosure,
  tighter: readonly Enclosure[],
  rows: PlainSpec,
  { splits, betas }: Part,
): PartBound {
  const enclosures = enclose(network, box, { splits, tighter });
  const { boxes, state } = enclosures;
  const inputs = box.lower.length;
  const count = rows.d.length;
  const none = { boxes, coefficients: new Map(), point: box.lower };
  if (state !== 'bounded') {
    return { ...none, bound: state === 'empty' ? Number.NEGATIVE_INFINITY : Number.NaN };
  }
  const line = new Float64Array(count * inputs);
  const seen: (readonly [node: number, c: Float64Array])[] = [];
  const bounds = exactBackward(network, enclosures, rows, {
    ...{ betas, line },
    seen: (node, c) => seen.push([node, c.slice()]),
  });
  const lines = { coefficients: line, constants: constantsOf(line, bounds, boxes[0]!), bounds };
  const places = [...bounds.keys()];
  const { bound, weights } = leastCombination(boxes[0]!, lines, places);
  const best = weights.reduce((most, w, r) => (w > weights[most]! ? r : most), 0);
  const coefficients = new Map<number, Float64Array>();
  for (const [node, c] of seen) {
    const units = c.length / count;
    const most = new Float64Array(units);
    for (let i = 0; i < c.length; i++) most[i % units] = Math.max(most[i % units]!, Math.abs(c[i]!));
    coefficients.set(node, most);
  }
  const { lower, upper } = boxes[0]!;
  const own = line.subarray(best * inputs, (best + 1) * inputs);
  const point = lower.map((l, i) => (own[i]! > 0 ? upper[i]! : l));
  const bySum = weights.some((w) => w > 0 && w < 1);
  return { bound, boxes, coefficients, point, ...(bySum ? { multipliers: [...weights] } : {}) };
}

/** What lines with these coefficients and greatest values begin with: close to it, for choosing. */
function constantsOf(line: Float64Array, bounds: Float64Array, { lower, upper }: Enclosure): Float64Array {
  const n = lower.length;
  return bounds.map((bound, r) => {
    let rest = bound;
    for (let i = 0; i < n; i++) {
      const a = line[r * n + i]!;
      rest -= a * (a > 0 ? upper[i]! : lower[i]!);
    }
    return rest;
  });
}

import type { AffineMap, Runs } from '@ibp/core';
import { joined } from '../plain/forward';
import { type Enclosure, magnitudes } from './enclosure';
import { down, gamma, slack, tiny, up } from './rounding';

/**
 * What a linear op makes of boxes, and `reach[i] >= |b_i| + sum_j |W_ij| max |x_j|`, from which every later step
 * takes its rounding errors.
 */
export type AffineEnclosure = Enclosure & { readonly reach: Float64Array };

/** The boxes of several inputs as one. */
export function joinedBoxes(boxes: readonly Enclosure[], size: number): Enclosure {
  if (boxes.length === 1) return boxes[0]!;
  return {
    lower: joined(
      boxes.map((box) => box.lower),
      size,
    ),
    upper: joined(
      boxes.map((box) => box.upper),
      size,
    ),
  };
}

/**
 * `W mu + b -+ |W| r` (Gowal et al. 2019, eq. 6) with everything rounded outward: `|mu|` and `r` are at most
 * `max |x|`, so that neither sum is off by more than `gamma reach`.
 */
export function encloseAffine(map: AffineMap, boxes: readonly Enclosure[]): AffineEnclosure {
  const box = joinedBoxes(boxes, map.inputs);
  const greatest = magnitudes(box);
  const center = box.lower.map((l, i) => (l + box.upper[i]!) / 2);
  // of a point none, exactly: `up(0)` is subnormal, and products with it take processors tens of times as long
  const radius = center.map((m, i) => {
    const [l, u] = [box.lower[i]!, box.upper[i]!];
    return l === u ? 0 : up(Math.max(u - m, m - l));
  });
  const [lower, upper, reach] = [0, 0, 0].map(() => new Float64Array(map.outputs)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const sums = new Float64Array(3);
  const addRow = map.runs
    ? byRuns(map.runs, center, radius, greatest)
    : byColumns(map, center, radius, greatest);
  for (let i = 0; i < map.outputs; i++) {
    const bias = map.bias(i);
    sums[0] = bias;
    sums[1] = 0;
    sums[2] = Math.abs(bias);
    const terms = addRow(i, sums);
    const [middle, spread, size] = [sums[0]!, sums[1]!, sums[2]!];
    const error = up(spread + (2 * gamma(terms) * size + tiny));
    lower[i] = down(middle - error);
    upper[i] = up(middle + error);
    reach[i] = size * slack + tiny;
  }
  return { lower, upper, reach };
}

/** Adds `W mu`, `|W| r` and `|W| max |x|` of a row to three sums, and returns how many terms each has. */
type AddRow = (i: number, sums: Float64Array) => number;

function byRuns(
  { weights, most, of }: Runs,
  center: Float64Array,
  radius: Float64Array,
  greatest: Float64Array,
): AddRow {
  const runs = new Int32Array(3 * most);
  return (i, sums) => {
    const count = of(i, runs);
    let [middle, spread, size, terms] = [sums[0]!, sums[1]!, sums[2]!, 0];
    for (let r = 0; r < 3 * count; r += 3) {
      const [first, place, length] = [runs[r]!, runs[r + 1]!, runs[r + 2]!];
      for (let k = 0; k < length; k++) {
        const w = weights[place + k]!;
        const a = Math.abs(w);
        middle += w * center[first + k]!;
        spread += a * radius[first + k]!;
        size += a * greatest[first + k]!;
      }
      terms += length;
    }
    sums[0] = middle;
    sums[1] = spread;
    sums[2] = size;
    return terms;
  };
}

function byColumns(
  map: AffineMap,
  center: Float64Array,
  radius: Float64Array,
  greatest: Float64Array,
): AddRow {
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  return (i, sums) => {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) {
      const [j, w] = [columns[k]!, weights[k]!];
      sums[0]! += w * center[j]!;
      sums[1]! += Math.abs(w) * radius[j]!;
      sums[2]! += Math.abs(w) * greatest[j]!;
    }
    return terms;
  };
}

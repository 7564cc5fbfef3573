import type { AffineMap } from '@ibp/core';
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
  const radius = center.map((m, i) => up(Math.max(box.upper[i]! - m, m - box.lower[i]!)));
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  const [lower, upper, reach] = [0, 0, 0].map(() => new Float64Array(map.outputs)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    let middle = map.bias(i);
    let spread = 0;
    let size = Math.abs(middle);
    for (let k = 0; k < terms; k++) {
      const j = columns[k]!;
      const w = weights[k]!;
      const a = w < 0 ? -w : w;
      middle += w * center[j]!;
      spread += a * radius[j]!;
      size += a * greatest[j]!;
    }
    const error = up(spread + (2 * gamma(terms) * size + tiny));
    lower[i] = down(middle - error);
    upper[i] = up(middle + error);
    reach[i] = size * slack + tiny;
  }
  return { lower, upper, reach };
}

import { exp } from '../elementary/exp';
import type { Enclosure } from './enclosure';
import { down, up } from './rounding';

/**
 * Softmax over rows of `n` logits, `1 / (1 + sum of exp(x_j - x_i))`: it rises with its own logit and falls with all others,
 * so that each end is at a corner of the box.
 */
export function encloseSoftmax({ lower, upper }: Enclosure, n: number): Enclosure {
  const share = (i: number, own: number, others: Float64Array, end: 0 | 1): number => {
    const round = end === 0 ? up : down;
    const start = i - (i % n);
    let sum = 1;
    for (let j = start; j < start + n; j++) {
      if (j !== i) sum = round(sum + exp(round(others[j]! - own))[1 - end]!);
    }
    return end === 0 ? Math.max(down(1 / sum), 0) : Math.min(up(1 / sum), 1);
  };
  return {
    lower: lower.map((l, i) => share(i, l, upper, 0)),
    upper: upper.map((u, i) => share(i, u, lower, 1)),
  };
}

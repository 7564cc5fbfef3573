import type { PlainNetwork } from '@ibp/core';
import type { Enclosures } from '../rigorous/enclose';
import { piecewise } from '../rigorous/piecewise';

/**
 * Whether some unit reaches about as far to one side of an activation's kink as to the other: which slope loses least there is
 * then a matter of rounding, and what two honest methods choose gives bounds that lie far apart.
 *
 * @param share of the width, that rounding may have moved the ends by.
 */
export function isNearTie({ nodes }: PlainNetwork, { boxes }: Enclosures, share: number): boolean {
  return nodes.some((node) => {
    const kinks = piecewise(node)?.kinks;
    const box = boxes[node.inputs[0]!];
    if (kinks?.length !== 1 || !box) return false;
    return box.lower.some((l, i) => {
      const [left, right] = [kinks[0]! - l, box.upper[i]! - kinks[0]!];
      return left > 0 && right > 0 && Math.abs(right - left) < share * (left + right);
    });
  });
}

import type { PlainNode } from '@ibp/core';
import { relaxCurve } from './curve';
import { curveOf } from './curves';
import { piecewise } from './piecewise';
import { type PlainLine, relax } from './relaxation';

/** Lines above and below an activation over an interval, of given slopes or of those that lose little. */
export type Lines = (
  lower: number,
  upper: number,
  slopes: { readonly above?: number | undefined; readonly below?: number | undefined },
) => { readonly above: PlainLine; readonly below: PlainLine };

/** The lines of an activation; `undefined` for any other op. */
export function linesOf(node: PlainNode): Lines | undefined {
  const pieces = piecewise(node);
  if (pieces) return (lower, upper, slopes) => relax(pieces, lower, upper, slopes);
  const curve = curveOf(node);
  return curve && ((lower, upper, slopes) => relaxCurve(curve, lower, upper, slopes));
}

import { isLinear, type PlainNetwork } from '@ibp/core';
import { piecewise } from '../rigorous/piecewise';
import type { Certificate } from './schema';

/** How far a bound that float32 arithmetic found may lie from what exact arithmetic gives; rigorous ones hardly. */
const tolerances = { float32: 1e-3, rigorous: 1e-9 } as const;

/**
 * Whether float32 methods relax every op by the lines that exact arithmetic has: linear ops, and functions with one kink.
 * Of max pools, of products and of smooth functions there are several good relaxations, and float32 methods may know
 * better ones.
 */
const isRelaxedAlike = ({ nodes }: PlainNetwork): boolean =>
  nodes.every((node) => node.op === 'input' || isLinear(node) || piecewise(node)?.kinks.length === 1);

/**
 * How far a stored bound may lie below what its proof gives here, relative to the larger of 1 and its magnitude. Without
 * limit where a float32 method may honestly have found a better one: what is confirmed is only what is shown here, whatever
 * was stored.
 */
export const toleranceOf = (mode: Certificate['mode'], network: PlainNetwork): number =>
  mode === 'float32' && !isRelaxedAlike(network) ? Number.POSITIVE_INFINITY : tolerances[mode];

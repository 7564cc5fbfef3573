import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '../../rigorous/arithmetic';
import { exactBackward } from '../../rigorous/backward';
import { type Enclosures, enclose } from '../../rigorous/enclose';
import type { Enclosure } from '../../rigorous/enclosure';
import type { PlainSpec } from '../../rigorous/spec';
import { encloseByCrown } from '../../rigorous/tighten';
import { conjunctionBounds } from '../region';
import { combine } from './combine';

/** What exact arithmetic has to say of one part of a box. */
export type Closed = {
  /** All conjunctions are refuted on it. */
  readonly refuted: boolean;
  /** For each conjunction, one after the other, a multiplier of each row; all 0 where a row alone refutes it. */
  readonly multipliers: Float64Array;
  /** How much each feature counts in what is open: the sum of `|coefficient| width`. */
  readonly scores: Float64Array;
};

/**
 * Refutes every conjunction on a part of a box, by its best row or by a sum of its rows whose multipliers are chosen
 * here: bounded as the checker does it, by the same calls, so that it comes to the same.
 */
export function closePart(
  network: PlainNetwork,
  part: Enclosure,
  conjunctions: readonly PlainSpec[],
  intermediate: 'ibp' | 'crown',
  arithmetic: Arithmetic = 'real',
): Closed {
  const enclosures = (intermediate === 'crown' ? encloseByCrown : enclose)(network, part, { arithmetic });
  const scores = new Float64Array(part.lower.length);
  const found = conjunctions.map((rows) => closeOne(network, enclosures, rows, part, scores));
  const multipliers = new Float64Array(conjunctions.reduce((sum, { d }) => sum + d.length, 0));
  let at = 0;
  for (const [k, { d }] of conjunctions.entries()) {
    const own = found[k]?.multipliers;
    if (own) multipliers.set(own, at);
    at += d.length;
  }
  return { refuted: found.every(({ refuted }) => refuted), multipliers, scores };
}

function closeOne(
  network: PlainNetwork,
  enclosures: Enclosures,
  rows: PlainSpec,
  part: Enclosure,
  scores: Float64Array,
): { readonly refuted: boolean; readonly multipliers?: Float64Array } {
  const n = part.lower.length;
  const coefficients = new Float64Array(rows.d.length * n);
  const bounds = exactBackward(network, enclosures, rows, { line: coefficients });
  if (bounds.some((bound) => bound < 0)) return { refuted: true };
  if (rows.d.length > 1 && bounds.every(Number.isFinite)) {
    const multipliers = combine(part, { bounds, coefficients });
    const [bound] = conjunctionBounds(network, enclosures, [rows], {}, [multipliers]);
    if (bound! < 0) return { refuted: true, multipliers };
  }
  for (const [k, a] of coefficients.entries()) {
    const score = Math.abs(a) * (part.upper[k % n]! - part.lower[k % n]!);
    if (Number.isFinite(score)) scores[k % n]! += score;
  }
  return { refuted: false };
}

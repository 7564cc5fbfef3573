import type { Pieces } from './ops/definition';
import { isOf, vocabulary } from './ops/table';

/** The pieces of an activation, or `undefined` for one that is not linear in exact pieces, and for any other op. */
export function piecesOf(op: string, params: object): Pieces | undefined {
  if (!isOf('elementwise', op)) return undefined;
  const pieces = vocabulary[op].pieces as undefined | ((params: object) => Pieces);
  return pieces?.(params);
}

/** The slopes on both sides of 0 of an activation that is linear there: one with a single kink, at 0. */
export function slopesAtZero(op: string, params: object): readonly [left: number, right: number] | undefined {
  const pieces = piecesOf(op, params);
  return pieces?.kinks.length === 1 && pieces.kinks[0] === 0
    ? [pieces.slopes[0]!, pieces.slopes[1]!]
    : undefined;
}

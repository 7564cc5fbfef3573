import { fail } from '@ibp/core';
import type { Schedule } from './schedule';

/** A value and the step from which it holds. */
export type Piece = { readonly value: number; readonly from: number };

/**
 * Constant between steps: the last piece that has begun.
 *
 * @throws unless the first piece begins at step 0 and each begins after the one before.
 */
export function piecewise(pieces: readonly Piece[]): Schedule {
  const ordered = pieces.every(({ from }, i) => (i === 0 ? from === 0 : from > pieces[i - 1]!.from));
  if (pieces.length === 0 || !ordered) {
    const steps = pieces.map(({ from }) => from);
    fail('piecewise', `expected pieces from step 0 on, in rising order, got steps [${steps}]`);
  }
  return (step) => pieces.findLast(({ from }) => step >= from)!.value;
}

const number = String.raw`\d*\.?\d+(?:e[+-]?\d+)?`;
const firstPiece = new RegExp(`^(${number})$`, 'i');
const laterPiece = new RegExp(`^(${number})@(${number})$`, 'i');

/**
 * Reads `1e-3,1e-4@15000,1e-5@25000`: a value from the start, and others from their steps on (the notation of the
 * reference implementation's learning rates).
 *
 * @throws with the part that could not be read.
 *
 * @example
 * ```ts
 * import { parseSchedule } from '@ibp/train';
 *
 * const rate = parseSchedule('1e-3,1e-4@15000');
 * console.log(rate(0), rate(15000)); // 0.001 0.0001
 * ```
 */
export function parseSchedule(text: string): Schedule {
  const pieces = text.split(',').map((part, i): Piece => {
    const match = part.trim().match(i === 0 ? firstPiece : laterPiece);
    if (!match) fail('parseSchedule', `expected "value,value@step,...", got "${part}" in "${text}"`);
    return { value: Number(match[1]), from: i === 0 ? 0 : Number(match[2]) };
  });
  return piecewise(pieces);
}

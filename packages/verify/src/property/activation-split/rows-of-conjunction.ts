import { combination, type Enclosure, someRows } from '@ibp/exact';
import type { UnsafeRows } from '../rows';
import { oneRow, type Rows } from './parts';

/** The rows of a conjunction; a sum of several pays for its rounding over the outputs that there are. */
export function rowsOfConjunction(
  { spec, conjunctions }: UnsafeRows,
  conjunction: number,
  output: Enclosure,
): Rows {
  const { start, end } = conjunctions[conjunction]!;
  const rows = someRows(
    spec,
    Array.from({ length: end - start }, (_, r) => start + r),
  );
  if (end - start === 1) return oneRow(rows.c, rows.d[0]!);
  const units = rows.c.length / rows.d.length;
  // what overflowed is below nothing
  const none = { c: new Float64Array(units), d: Float64Array.of(Number.NaN) };
  return { ...rows, summed: (multipliers) => combination(rows, multipliers, output) ?? none };
}

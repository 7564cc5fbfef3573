import type { Box, Row } from './case';
import type { Random } from './stream';
import { type Evaluator, rowValue } from './truth/evaluate';
import { type Greatest, greatest } from './truth/greatest';

/** A row and a point of the box where its value is the greatest that was found. */
export type Posed = Row & { readonly truth: Greatest };

/**
 * Rows with constants chosen against the methods: mostly so that the greatest value is just above 0, where a proof is
 * false; some well below, where one is due.
 */
export function pose(
  evaluator: Evaluator,
  box: Box,
  directions: readonly Float32Array[],
  random: Random,
): Posed[] {
  const rows = directions.map((c) => ({ c, d: 0 }));
  return greatest(evaluator, box, rows, random).map((found, k) => {
    const { c } = rows[k]!;
    const d = constantFor(found.value, random);
    const [value, error] = rowValue({ c, d }, evaluator.output(found.x));
    return { c, d, truth: { x: found.x, value, error } };
  });
}

/** Of a value beyond it 1.3 times the value is infinite in float32: no method takes such a row. */
const limit = 2.6e38;

function constantFor(m: number, random: Random): number {
  const size = Math.abs(m);
  if (!(size < limit)) return 0;
  const kind = random.next();
  if (kind < 0.15) return 0;
  if (kind < 0.3) return Math.fround(-m - 0.3 * size - random.pick([0, 0.1, 1e-6]));
  const gap = random.pick([
    0,
    size * 2 ** -22,
    size * 1e-4,
    size * 0.1,
    Math.min(size, 1) / 2,
    0.5,
    2 ** -random.whole(3, 20),
  ]);
  const d = Math.fround(-m + gap);
  // rounded down it would make a property that holds
  return d + m >= 0 ? d : Math.fround(d + Math.abs(d) * 2 ** -22);
}

import type { Box, Row } from '../case';
import type { Random } from '../stream';
import { type Evaluator, rowValue, type Values } from './evaluate';

/** The greatest value found of a row over a box: the box's true maximum is at least that. */
export type Greatest = {
  readonly x: Float64Array;
  readonly value: number;
  /** How far the value may be off. */
  readonly error: number;
};

/** Of more features than these, corners are drawn and coordinates picked. */
const [everyCorner, everyCoordinate] = [5, 12];

const inside = (v: number, i: number, { lower, upper }: Box): number =>
  Math.min(Math.max(v, lower[i]!), upper[i]!);

/** The features that a box leaves free. */
const freeOf = ({ lower, upper }: Box): number[] => [...lower.keys()].filter((i) => lower[i]! < upper[i]!);

/** Points that any row may be greatest at: the middle, corners, and some between. */
function* candidates(box: Box, random: Random): Generator<Float64Array> {
  const { lower, upper } = box;
  const free = freeOf(box);
  const all = free.length <= everyCorner;
  const point = (of: (i: number, k: number) => number) => {
    const x = Float64Array.from(lower);
    for (const [k, i] of free.entries()) x[i] = inside(of(i, k), i, box);
    return x;
  };
  for (let corner = 0; corner < (all ? 2 ** free.length : 12); corner++) {
    yield point((i, k) => ((all ? (corner >> k) & 1 : random.whole(0, 1)) === 1 ? upper[i]! : lower[i]!));
  }
  if (free.length === 0) return;
  // where a row grows with all features, or falls
  if (!all) yield* [point((i) => lower[i]!), point((i) => upper[i]!)];
  yield point((i) => lower[i]! / 2 + upper[i]! / 2);
  for (let n = 0; n < 8; n++) yield point((i) => lower[i]! + random.next() * (upper[i]! - lower[i]!));
}

/** Moves one coordinate after the other to an end of the box, or near where it is, as long as the value grows. */
function climb(start: Greatest, box: Box, random: Random, at: (x: Float64Array) => Greatest): Greatest {
  const { lower, upper } = box;
  const free = freeOf(box);
  let best = start;
  let reach = 1;
  for (let sweep = 0; sweep < 4; sweep++) {
    const before = best.value;
    for (let k = 0; k < Math.min(free.length, everyCoordinate); k++) {
      const i = free.length <= everyCoordinate ? free[k]! : random.pick(free);
      const near = inside(best.x[i]! + (random.next() - 0.5) * reach * (upper[i]! - lower[i]!), i, box);
      for (const v of [lower[i]!, upper[i]!, near]) {
        if (v === best.x[i]) continue;
        const x = best.x.slice();
        x[i] = v;
        const found = at(x);
        if (found.value > best.value) best = found;
      }
    }
    reach /= 4;
    if (!(best.value > before) && sweep > 0) break;
  }
  return best;
}

/** The greatest found of each row: nothing here rounds to float32. */
export function greatest(evaluator: Evaluator, box: Box, rows: readonly Row[], random: Random): Greatest[] {
  const points = [...candidates(box, random)];
  const hole = points.find(evaluator.undefinedAt);
  if (hole) return rows.map(() => ({ x: hole, value: Number.NaN, error: 0 }));
  const outputs = points.map((x) => ({ x, z: evaluator.output(x) }));
  return rows.map((row) => {
    const at = (x: Float64Array, z: Values = evaluator.output(x)): Greatest => {
      const [value, error] = rowValue(row, z);
      return { x, value, error };
    };
    const [first, ...others] = outputs.map(({ x, z }) => at(x, z));
    const best = others.reduce((a, b) => (b.value > a.value ? b : a), first!);
    return Number.isFinite(best.value) ? climb(best, box, random, at) : best;
  });
}

import type { AffineMap } from '@ibp/core';
import { sparseBlocks } from '../host/matrix';

/** Entries of a matrix that are not 0, as `scatter` and `gather` take them: where on the heap, in numbers of 8 bytes. */
export type EntriesOnHeap = { readonly start: number; readonly column: number; readonly weights: number };

const ofInt32 = (count: number): number => Math.ceil(count / 2);

/** How many numbers of 8 bytes so many entries take, of so many rows, of each of some inputs. */
export const numbersFor = (entries: number, rows: number, inputs: number): number =>
  entries + ofInt32(entries) + inputs * (1 + ofInt32(rows + 1));

/** Writes the entries of a linear op, whose inputs have so many units, from a place on. */
export function writeEntries(
  map: AffineMap,
  sizes: readonly number[],
  heap: Float64Array,
  from: number,
): EntriesOnHeap[] {
  let used = from;
  const take = (numbers: number): number => {
    used += numbers;
    return used - numbers;
  };
  return sparseBlocks(map, sizes).map(({ start, column, weights }) => {
    const at = {
      start: take(ofInt32(start.length)),
      column: take(ofInt32(column.length)),
      weights: take(weights.length),
    };
    new Int32Array(heap.buffer, 8 * at.start, start.length).set(start);
    // four numbers of each column are side by side
    new Int32Array(heap.buffer, 8 * at.column, column.length).set(column.map((i) => 32 * i));
    heap.set(weights, at.weights);
    return at;
  });
}

import type { AffineMap, Windows } from '@ibp/core';

/** Maxima of two units each, of one level of a tree: what `a + relu(b - a)` needs of the units below. */
export type PairLevel = {
  /** `b - a` for each pair. */
  readonly differences: AffineMap;
  /** `a` and what the relu of `b - a` gives, added; or a unit that has no other to be compared with, as it is. */
  readonly sums: AffineMap;
};

/** Units of the level before: two to be compared, or one alone. */
type Pair = readonly [a: number, b?: number];

/**
 * The greatest of each window by levels of pairs, half as many after each; windows that share a pair share its unit. Nothing where
 * there is more to write than `most` places of windows.
 *
 * @param size how many units there are; of `outputs` windows.
 */
export function pairLevels(
  { longest, units }: Windows,
  size: number,
  outputs: number,
  most: number,
): PairLevel[] | undefined {
  if (outputs * longest > most) return undefined;
  const scratch = new Int32Array(longest);
  let open = Array.from({ length: outputs }, (_, i) => Array.from(scratch.subarray(0, units(i, scratch))));
  let before = size;
  const levels: PairLevel[] = [];
  if (open.some((of) => of.length === 0)) return undefined;
  while (open.some((of) => of.length > 1)) {
    const { pairs, above } = paired(open, before);
    levels.push(levelOf(pairs, before));
    open = above;
    before = pairs.length;
  }
  // windows of the same units share one, and windows of one unit have no level yet
  const isInOrder = before === outputs && open.every(([unit], i) => unit === i);
  if (levels.length === 0 || !isInOrder)
    levels.push(
      levelOf(
        open.map(([unit]): Pair => [unit!]),
        before,
      ),
    );
  return levels;
}

/** Neighbours in each list as pairs, each pair once, and the lists of these. */
function paired(open: readonly (readonly number[])[], before: number) {
  const known = new Map<number, number>();
  const pairs: Pair[] = [];
  const place = (pair: Pair): number => {
    const key = pair[0] * (before + 1) + (pair[1] ?? before);
    const last = known.get(key);
    if (last !== undefined) return last;
    known.set(key, pairs.length);
    return pairs.push(pair) - 1;
  };
  const above = open.map((of) =>
    Array.from({ length: Math.ceil(of.length / 2) }, (_, k) =>
      place(2 * k + 1 < of.length ? [of[2 * k]!, of[2 * k + 1]!] : [of[2 * k]!]),
    ),
  );
  return { pairs, above };
}

function levelOf(pairs: readonly Pair[], before: number): PairLevel {
  const compared = pairs.filter(([, b]) => b !== undefined);
  let next = before;
  return {
    differences: mapOf(
      before,
      compared.map(([a, b]) => [
        [a, -1],
        [b!, 1],
      ]),
    ),
    sums: mapOf(
      before + compared.length,
      pairs.map(([a, b]) =>
        b === undefined
          ? [[a, 1]]
          : [
              [a, 1],
              [next++, 1],
            ],
      ),
    ),
  };
}

type Entries = readonly (readonly [column: number, weight: number])[];

const mapOf = (inputs: number, rows: readonly Entries[]): AffineMap => {
  const sorted = rows.map((row) => [...row].sort(([i], [j]) => i - j));
  return {
    ...{ inputs, outputs: rows.length, maxTerms: 2, bias: () => 0 },
    row: (i, columns, weights) => {
      sorted[i]!.forEach(([column, weight], k) => {
        columns[k] = column;
        weights[k] = weight;
      });
      return sorted[i]!.length;
    },
  };
};

import type { Row } from './rows';

/** What a unit of an activation is as well: that of another unit, or of its negative, or the value at a constant. */
export type Twin = { readonly unit: number; readonly sign: 1 | -1 } | { readonly constant: number };

/** For each row that comes after an equal one, or after its negative, which that is; rows without terms are constants. */
export function twinsOf(rows: readonly Row[]): (Twin | undefined)[] {
  const known = new Map<string, number>();
  return rows.map(({ terms, bias }, unit) => {
    if (terms.size === 0) return { constant: bias };
    const sorted = [...terms].sort(([a], [b]) => a - b);
    const text = (sign: number) => `${sign * bias + 0};${sorted.map(([k, w]) => `${k}:${sign * w}`).join()}`;
    for (const sign of [1, -1] as const) {
      const twin = known.get(text(sign));
      if (twin !== undefined) return { unit: twin, sign };
    }
    known.set(text(1), unit);
    return undefined;
  });
}

import type { PlainSpec, Property } from '@ibp/exact';

/** The rows of all conjunctions one after the other, and which are whose: what bounding is asked for. */
export type UnsafeRows = {
  readonly spec: PlainSpec;
  /** For each conjunction its rows: `start` to before `end`. */
  readonly conjunctions: readonly { readonly start: number; readonly end: number }[];
};

export function unsafeRowsOf({ unsafe }: Property): UnsafeRows {
  const [c, d]: [number[], number[]] = [[], []];
  const conjunctions = unsafe.map((rows) => {
    const start = d.length;
    for (const value of rows.c) c.push(value);
    for (const value of rows.d) d.push(value);
    return { start, end: d.length };
  });
  return { spec: { c: Float64Array.from(c), d: Float64Array.from(d) }, conjunctions };
}

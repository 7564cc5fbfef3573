import type { PlainSpec, Property } from '@ibp/exact';
import type { Conjunction } from './refute';

/** The rows of all conjunctions one after the other, and which are whose: what bounding is asked for. */
export type UnsafeRows = {
  readonly spec: PlainSpec;
  readonly conjunctions: readonly Conjunction[];
};

export function unsafeRowsOf({ unsafe }: Property): UnsafeRows {
  const [c, d]: [number[], number[]] = [[], []];
  const conjunctions = unsafe.map((rows, index) => {
    const start = d.length;
    for (const value of rows.c) c.push(value);
    for (const value of rows.d) d.push(value);
    return { index, start, end: d.length };
  });
  return { spec: { c: Float64Array.from(c), d: Float64Array.from(d) }, conjunctions };
}

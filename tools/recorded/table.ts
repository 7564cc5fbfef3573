import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What was computed, by case: the bits of float64 numbers in base64, or what says that there are none. */
export type Table = { readonly [name: string]: string };

/** The bits of numbers, in base64; one NaN is as good as another. */
export function bitsOf(numbers: ArrayLike<number>): string {
  const values = Float64Array.from(numbers, (x) => (Number.isNaN(x) ? Number.NaN : x));
  return Buffer.from(values.buffer).toString('base64');
}

function numbersOf(bits: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(bits, 'base64'));
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.length / 8));
}

export const writeTable = (file: string, table: Table): void =>
  writeFileSync(file, gzipSync(JSON.stringify(table)));

export const readTable = (file: string): Table => JSON.parse(gunzipSync(readFileSync(file)).toString());

/** A case that two tables do not agree on, and how. */
export type Difference = { readonly name: string; readonly how: string };

/** Cases of either table that are missing in the other, or have other bits there. */
export function differences(a: Table, b: Table): Difference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => {
    const [one, other] = [a[name], b[name]];
    if (one === other) return [];
    if (one === undefined || other === undefined)
      return [{ name, how: `missing in the ${one === undefined ? 'first' : 'second'}` }];
    return [{ name, how: between(one, other) }];
  });
}

const isNote = (entry: string): boolean => entry.includes(':');

function between(one: string, other: string): string {
  if (isNote(one) || isNote(other)) return [one, other].map((e) => (isNote(e) ? e : 'numbers')).join(' / ');
  const [x, y] = [numbersOf(one), numbersOf(other)];
  if (x.length !== y.length) return `${x.length} / ${y.length} numbers`;
  const apart = [...x.keys()].filter((i) => !Object.is(x[i], y[i]));
  const size = (i: number) => Math.abs(x[i]! - y[i]!) / Math.max(1, Math.abs(x[i]!));
  const worst = apart.reduce((a, i) => (size(i) > size(a) ? i : a), apart[0]!);
  return `${apart.length} of ${x.length} numbers, as ${x[worst]} / ${y[worst]}`;
}

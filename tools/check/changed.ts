export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;

/** What no field of a certificate has, or few. */
const hostile: readonly Json[] = [
  -1,
  -2,
  0.5,
  1e300,
  -1e300,
  true,
  null,
  '',
  '1',
  '1/0',
  [],
  {},
  [[]],
  [-1],
  99,
];

/** Something else in place of a number or a text. */
export type Other = (value: Json, next: () => number) => Json;

export const ofAnyType: Other = (_, next) => pick(hostile, next);

/** Of the same type, so that a schema mostly allows it. */
export const ofItsType: Other = (value, next) => {
  if (typeof value === 'number') {
    const near = Number.isInteger(value)
      ? [0, 1, 2, Math.abs(value - 1), value + 1]
      : [value / 2, -value, 3 * value];
    return pick(near, next);
  }
  if (typeof value !== 'string') return value;
  for (const words of [
    ['active', 'inactive'],
    ['ibp', 'crown'],
  ]) {
    if (words.includes(value)) return pick(words, next);
  }
  // packed numbers: fewer, none, or no list of numbers
  return value.length > 8 ? pick([value.slice(0, -4), value.slice(8), value + value, ''], next) : value;
};

/** The same with one thing in it changed, left out or put twice. */
export function changedIn(value: Json, next: () => number, other: Other): Json {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 0) return other(value, next);
  const key = pick(keys, next);
  const copy = structuredClone(value) as { [key: string]: Json };
  const what = next();
  if (Array.isArray(copy) && what < 0.15) copy.push(copy[Number(key)]!);
  else if (Array.isArray(copy) && what < 0.3) copy.splice(Number(key), 1);
  else if (!Array.isArray(copy) && what < 0.05 && key !== 'kind') delete copy[key];
  else copy[key] = changedIn(copy[key]!, next, other);
  return copy;
}

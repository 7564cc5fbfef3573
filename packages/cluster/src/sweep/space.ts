import { fail } from '@ibp/core';
import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());
const json: v.GenericSchema<unknown> = v.union([
  v.string(),
  finite,
  v.boolean(),
  v.null(),
  v.array(v.lazy(() => json)),
  v.record(
    v.string(),
    v.lazy(() => json),
  ),
]);

const rangeSchema = v.pipe(
  v.strictObject({
    from: finite,
    to: finite,
    /** Whether factors or differences are what counts; linear unless given. */
    scale: v.optional(v.picklist(['linear', 'log'])),
    /** Whether only whole numbers are meant. */
    whole: v.optional(v.boolean()),
    /** Of a grid, ends included. */
    points: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(10_000))),
  }),
  v.check(({ from, to }) => from < to, 'expected "from" below "to"'),
  v.check(({ scale, from }) => scale !== 'log' || from > 0, 'expected a log scale to begin above 0'),
  v.check(
    ({ whole, from, to }) => !whole || (Number.isSafeInteger(from) && Number.isSafeInteger(to)),
    'expected whole numbers as ends',
  ),
);
const listSchema = v.strictObject({ values: v.pipe(v.array(json), v.minLength(1)) });
const field = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z]\w*(\.[a-zA-Z]\w*)*$/, 'expected the name of a field, such as "method.alpha"'),
);

/** Fields by name, those of objects with a dot, and what each may be: listed values, or numbers of a range. */
export const spaceSchema = v.pipe(
  v.record(field, v.union([listSchema, rangeSchema], 'expected {"values"} or {"from", "to"}')),
  v.check((space) => Object.keys(space).length > 0, 'expected at least one field'),
  v.check(
    (space) => Object.keys(space).every((name) => !Object.keys(space).some((o) => o.startsWith(`${name}.`))),
    'expected no field within another one',
  ),
);

/** What a sweep looks in: for each field of a recipe, as `learningRate` or `method.alpha`, the values that it may have. */
export type SearchSpace = v.InferOutput<typeof spaceSchema>;
type Range = v.InferOutput<typeof rangeSchema>;
type Choice = SearchSpace[string];

/** What one trial sets, by the names of the space. */
export type Point = { readonly [field: string]: unknown };

/** The most trials of a sweep. */
export const mostTrials = 100_000;

/**
 * All points of a grid, the last field changing fastest.
 *
 * @throws where a range says no number of points, or there are more than 100,000.
 */
export function gridPoints(space: SearchSpace): Point[] {
  let points: Point[] = [{}];
  for (const [name, choice] of Object.entries(space)) {
    const values = 'values' in choice ? choice.values : gridValues(name, choice);
    const count = points.length * values.length;
    if (count > mostTrials) fail('sweep', `expected a grid of at most ${mostTrials} points, got ${count}`);
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return points;
}

function gridValues(name: string, range: Range): number[] {
  const { points } = range;
  if (points === undefined) return fail('sweep', `space.${name}: expected "points" for a grid, got none`);
  return [...new Set(Array.from({ length: points }, (_, i) => between(range, i / (points - 1))))];
}

/** What lies that share of the way through a range, both ends in it. */
function between({ from, to, scale, whole }: Range, share: number): number {
  if (share === 0) return from;
  if (share === 1) return to;
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  return Math.min(to, Math.max(from, whole ? Math.round(value) : value));
}

/** What a number of [0, 1) picks: each value of a list, and each whole number of a linear range, as likely as another. */
export function pick(choice: Choice, u: number): unknown {
  if ('values' in choice) return choice.values[Math.floor(u * choice.values.length)];
  if (!choice.whole) return between(choice, u);
  const { to } = choice;
  return Math.min(to, Math.floor(between({ ...choice, to: to + 1, whole: false }, u)));
}

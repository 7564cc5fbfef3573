import { drawNumbers } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as v from 'valibot';
import { type Bracket, halvingBracket, hyperbandBrackets, wholeLog } from './brackets';
import { medianSchema } from './median';
import { gridPoints, mostTrials, type Point, pick, spaceSchema } from './space';

const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
const trials = whole(1, mostTrials);
const eta = v.optional(whole(2, 1000), 3);

const strategySchema = v.variant('name', [
  v.strictObject({ name: v.literal('grid') }),
  v.strictObject({ name: v.literal('random'), trials }),
  v.strictObject({ name: v.literal('successive-halving'), trials, eta, rungs: v.optional(whole(1)) }),
  v.strictObject({ name: v.literal('hyperband'), most: whole(1, mostTrials), eta }),
]);

const sweepSchema = v.strictObject({
  space: spaceSchema,
  strategy: strategySchema,
  /** Of what is drawn; 0 unless given. */
  seed: v.optional(whole(0), 0),
  /** What makes one trial better than another; the certified error unless given. */
  objective: v.optional(v.picklist(['certifiedError', 'cleanError']), 'certifiedError'),
  /** Whether runs that do worse than others while they train are stopped; not unless given. */
  earlyStopping: v.optional(medianSchema),
});

/** A sweep as data: the space, how it is searched, and by which error. */
export type Sweep = v.InferOutput<typeof sweepSchema>;

/**
 * Checks that a value is a sweep, and fills in what it leaves out.
 *
 * @throws `sweep: strategy.trials: Invalid value ...`, naming what is wrong.
 */
export function parseSweep(value: unknown): Sweep {
  const result = v.safeParse(sweepSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return fail('sweep', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const { strategy } = result.output;
  if (strategy.name === 'successive-halving') {
    const most = wholeLog(strategy.trials, strategy.eta) + 1;
    if (strategy.rungs !== undefined && strategy.rungs > most) {
      fail('sweep', `strategy.rungs: expected at most ${most} for its trials, got ${strategy.rungs}`);
    }
  }
  return result.output;
}

/** What a sweep comes to: brackets, and the points of all trials, numbered through them. */
export type Plan = { readonly brackets: readonly Bracket[]; readonly points: readonly Point[] };

/**
 * The plan of a sweep: a pure function of it.
 *
 * @throws where a grid has a range without `points`, or there are more than 100,000 trials.
 *
 * @example
 * ```ts
 * import { parseSweep, planSweep } from '@ibp/cluster';
 *
 * const strategy = { name: 'successive-halving', trials: 9 };
 * const { brackets } = planSweep(parseSweep({ space: { learningRate: { from: 1e-4, to: 1e-2, scale: 'log' } }, strategy }));
 * console.log(brackets.map((rungs) => rungs.map(({ trials }) => trials))); // [ [ 9, 3, 1 ] ]
 * ```
 */
export function planSweep({ space, strategy, seed }: Sweep): Plan {
  if (strategy.name === 'grid') {
    const points = gridPoints(space);
    return { brackets: [[{ trials: points.length, budget: 1 }]], points };
  }
  const brackets = bracketsOf(strategy);
  const count = brackets.reduce((sum, [first]) => sum + first!.trials, 0);
  if (count > mostTrials) fail('sweep', `expected at most ${mostTrials} trials, got ${count}`);
  // each field has draws of its own: another one beside it does not change them
  const draws = Object.keys(space).map(
    (name) => [name, drawNumbers({ seed, name: `sweep: ${name}`, shape: [count] })] as const,
  );
  const pointOf = (_: unknown, i: number): Point =>
    Object.fromEntries(draws.map(([name, u]) => [name, pick(space[name]!, u[i]!)]));
  return { brackets, points: Array.from({ length: count }, pointOf) };
}

function bracketsOf(strategy: Exclude<Sweep['strategy'], { name: 'grid' }>): Bracket[] {
  if (strategy.name === 'random') return [[{ trials: strategy.trials, budget: 1 }]];
  if (strategy.name === 'hyperband') return hyperbandBrackets(strategy.most, strategy.eta);
  return [halvingBracket(strategy.trials, strategy.eta, strategy.rungs)];
}

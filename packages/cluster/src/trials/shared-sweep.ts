import { fail } from '@ibp/core';
import * as v from 'valibot';
import { canonicalJson, sha256 } from '../campaign/hash';
import { getFile } from '../store/content';
import type { Store } from '../store/store';
import type { Bracket } from '../sweep/brackets';
import { type Plan, parseSweep, planSweep, type Sweep } from '../sweep/definition';

const sharedSchema = v.strictObject({
  format: v.literal('ibp-sweep'),
  version: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(200)),
  /** The version of the packages that its results are to come from: those of others are refused. */
  software: v.pipe(v.string(), v.maxLength(100)),
  sweep: v.unknown(),
  /** What all trials have in common, for who trains them: a recipe, the name of a data set. */
  task: v.record(v.string(), v.unknown()),
});

/** A sweep whose trials are trained by many machines, as data. */
export type SharedSweep = Omit<v.InferOutput<typeof sharedSchema>, 'sweep'> & { readonly sweep: Sweep };

/** A run of a trial: which trial, on which rung of which bracket. */
export type TrialRun = { readonly trial: number; readonly bracket: number; readonly rung: number };

/** A sweep that was read, and what it comes to. */
export type LoadedSweep = {
  /** Its hash. */
  readonly id: string;
  readonly shared: SharedSweep;
  readonly plan: Plan;
};

/**
 * Checks that a value is a sweep for many machines, of this version.
 *
 * @throws `sweep: task: Invalid type ...`, naming what is wrong.
 */
export function parseSharedSweep(value: unknown): SharedSweep {
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format === 'ibp-sweep' && version !== 1) {
    fail('sweep', `expected one of version 1, got version ${JSON.stringify(version)}`);
  }
  const result = v.safeParse(sharedSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return fail('sweep', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  return { ...result.output, sweep: parseSweep(result.output.sweep) };
}

/** The text of a sweep, one for equal sweeps, and its hash, by which all name it. */
export function sharedSweepText(shared: SharedSweep): { readonly text: string; readonly id: string } {
  const text = canonicalJson(parseSharedSweep(shared));
  return { text, id: sha256(text) };
}

/**
 * Reads a sweep from a store.
 *
 * @throws when it is not there, damaged, or of another version.
 */
export async function loadSharedSweep(store: Store, id: string): Promise<LoadedSweep> {
  const bytes = await getFile(store, id, 'a sweep');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    fail('sweep', `expected one in JSON at ${id}, got something else`);
  }
  const shared = parseSharedSweep(value);
  return { id, shared, plan: planSweep(shared.sweep) };
}

/** The runs of a plan: of each rung as many as it has room for, whichever trials come to it. */
export const runCount = ({ brackets }: Plan): number =>
  brackets.flat().reduce((sum, { trials }) => sum + trials, 0);

/** The trial of a bracket with which it begins. */
const firstOf = (brackets: readonly Bracket[], bracket: number): number =>
  brackets.slice(0, bracket).reduce((sum, [rung]) => sum + rung!.trials, 0);

/**
 * The share of the budget of a run, and its number among all that there may be.
 *
 * @throws unless the plan has this bracket, this rung, and this trial in it.
 */
export function placeOf(
  { brackets }: Plan,
  { trial, bracket, rung }: TrialRun,
): { readonly budget: number; readonly number: number } {
  const own = brackets[bracket];
  const at = own?.[rung];
  const first = firstOf(brackets, bracket);
  if (!own || !at || !(trial >= first && trial < first + own[0]!.trials)) {
    return fail(
      'sweep',
      `expected a run of its plan, got trial ${trial} on rung ${rung} of bracket ${bracket}`,
    );
  }
  // room for every trial on every rung: which of them come to one is not known before
  const before = brackets.slice(0, bracket).reduce((sum, b) => sum + b.length * b[0]!.trials, 0);
  return { budget: at.budget, number: before + rung * own[0]!.trials + (trial - first) };
}

/** The trials that may be beside one on its rung. */
export const besideOf = ({ brackets }: Plan, { bracket }: Pick<TrialRun, 'bracket'>): number[] => {
  const first = firstOf(brackets, bracket);
  return Array.from({ length: brackets[bracket]![0]!.trials }, (_, i) => first + i);
};

/**
 * What names a run over sweeps, and its result in a store: the hash of all that it depends on. Runs of one id have one result. One that
 * may be stopped early depends on those beside it, and so on its sweep.
 */
export function trialId({ id, shared, plan }: LoadedSweep, run: TrialRun): string {
  const { task, software, sweep } = shared;
  const { budget } = placeOf(plan, run);
  const point = plan.points[run.trial];
  return sha256(
    canonicalJson({ task, software, point, budget, ...(sweep.earlyStopping ? { id, run } : {}) }),
  );
}

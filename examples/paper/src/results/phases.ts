import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userPath, zooName } from '@ibp/cli';
import { radius } from '../published';
import { dataOf } from './data-of';
import { type MeasuredAt, type RunResults, readResults } from './read-results';
import type { ResultRow } from './row-list';
import { expectRunOf } from './run-of-row';

/** What all rows have in common. */
export type RowSettings = {
  /** The folder of all rows. */
  readonly out: string;
  /** Where the images are from; `full` unless given. */
  readonly data?: string;
  readonly dataDir?: string;
  readonly seed: number;
  /** Training images held out: whatever is chosen is chosen on them. */
  readonly validation: number;
  /** Parts of the box of a test image that branch and bound bounds, of every row; its own, else the usual ones, unless given. */
  readonly nodes?: number;
  /** Seconds for a test image after the attack, of every row; its own, else the usual ones, unless given. */
  readonly budget?: number;
  readonly threads: number;
};

/**
 * The limits of rows that have none of their own: with one of parts verdicts do not depend on the machine, and that of
 * seconds is a guard, long enough for the parts.
 */
export const usualLimits = { nodes: 200, budget: 60 };

/** A row is trained, then certified; a command of the example does either, and goes on where it stopped. */
export type Phase = { readonly name: 'train' | 'certify'; readonly flags: readonly string[] };

export const folderOf = ({ name }: Pick<ResultRow, 'name'>, { out, seed }: RowSettings): string =>
  join(out, seed === 0 ? name : `${name}-seed-${seed}`);

/**
 * What a row still needs, from what its folder holds; nothing where it is done.
 *
 * @throws when the folder holds something else: another run than the row's flags give.
 */
export async function nextPhase(row: ResultRow, settings: RowSettings): Promise<Phase | undefined> {
  const folder = folderOf(row, settings);
  const train = trainFlags(row, settings);
  const begun = existsSync(join(userPath(folder), 'run.json'));
  if (begun) await expectRunOf(row, folder, train);
  const results = begun ? await readResults(folder) : undefined;
  if (results?.weights === undefined) return { name: 'train', flags: train };
  const left = [row.epsilon, ...(row.also ?? [])].find(
    (epsilon) => !isCertified(results, row, radius(epsilon)),
  );
  return left === undefined ? undefined : { name: 'certify', flags: certifyFlags(row, left, settings) };
}

/** Of as many test images as the row asks for: a certificate of the first ten is none of all. */
function isCertified(results: RunResults, { examples }: ResultRow, epsilon: number): boolean {
  const whole = dataOf(results, epsilon).examples;
  const wanted = Math.min(examples ?? Number.POSITIVE_INFINITY, whole ?? Number.POSITIVE_INFINITY);
  const isOfAll = ({ exact }: MeasuredAt) => exact !== undefined && exact.examples >= wanted;
  return results.measured.some((at) => Math.abs(at.epsilon - epsilon) < 1e-9 && isOfAll(at));
}

const common = (row: ResultRow, settings: RowSettings): readonly string[] => [
  ...['--out', folderOf(row, settings), '--data', settings.data ?? 'full'],
  ...(settings.dataDir === undefined ? [] : ['--data-dir', settings.dataDir]),
];

// of examples/paper, where npm runs this; the command takes a path as it stands to whoever typed it
const recipeFile = (example: string, file: string): string => resolve('..', example, 'recipes', file);

const originOf = (from: string, settings: RowSettings): string =>
  zooName(from) === undefined ? folderOf({ name: from }, settings) : from;

const trainFlags = (row: ResultRow, settings: RowSettings): readonly string[] => [
  ...['train', ...(row.recipe === undefined ? [] : ['--recipe', recipeFile(row.example, row.recipe)])],
  ...(row.from === undefined ? [] : ['--from', originOf(row.from, settings)]),
  ...[...(row.train ?? []), '--epsilon', row.epsilon, '--seed', String(settings.seed)],
  ...['--validation', String(settings.validation), '--track-examples', '1000'],
  ...['--threads', String(settings.threads)],
  ...common(row, settings),
];

// the test set is touched here, once, by weights that are what they are
const certifyFlags = (row: ResultRow, epsilon: string, settings: RowSettings): readonly string[] => [
  ...['certify', '--on', 'test', '--auto-pgd', '--epsilon', epsilon],
  // what was typed for this once is meant
  ...['--budget', String(settings.budget ?? row.budget ?? usualLimits.budget)],
  ...[
    '--nodes',
    String(settings.nodes ?? row.nodes ?? usualLimits.nodes),
    '--complete',
    row.complete ?? 'branch-and-bound',
    '--workers',
    String(settings.threads),
  ],
  ...(row.patience === undefined ? [] : ['--patience', String(row.patience)]),
  ...(row.examples === undefined ? [] : ['--test-examples', String(row.examples)]),
  ...['--threads', String(settings.threads)],
  ...common(row, settings),
];

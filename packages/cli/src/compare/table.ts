import type { BoundName } from '@ibp/recipes';
import Table from 'cli-table3';
import type { Recipe } from '../recipe';
import { boundTitles, percent } from '../report';
import type { ReadRun } from './read-run';

const number = (value: number): string => String(Number(value.toPrecision(4)));
const text = (value: unknown): string => {
  if (value === undefined || value === null) return '-';
  if (typeof value === 'number') return number(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Said of every run, whether runs differ in it or not. */
const always: readonly (keyof Recipe)[] = ['model', 'epsilon', 'epsilonTrain', 'steps', 'batchSize', 'seed'];

/** Recipes field by field, and what came of them: a column for each run. */
export function comparisonTable(runs: readonly ReadRun[]): string {
  const table = new Table({
    head: ['', ...runs.map(({ name }) => name)],
    style: { head: [], border: [] },
  });
  for (const [name, cell] of rows(runs)) {
    const cells = runs.map((run) => cell(run) ?? '-');
    if (cells.some((value) => value !== '-')) table.push([name, ...cells]);
  }
  return table.toString();
}

type Row = readonly [name: string, cell: (run: ReadRun) => string | undefined];

function rows(runs: readonly ReadRun[]): readonly Row[] {
  return [
    ...recipeFields(runs).map((field): Row => [field, ({ recipe }) => text(recipe[field])]),
    ['data', ({ record, report }) => (record ?? report)?.data?.source],
    ['engine', ({ record, report }) => record?.sessions.at(-1)?.engine ?? report?.training?.engine],
    ['steps done', (run) => text(run.rows.at(-1)?.step)],
    ['training', (run) => trainingTime(run)],
    ['last loss', (run) => text(run.rows.at(-1)?.loss)],
    ...tracked,
    [
      'whole test set',
      ({ report }) =>
        report &&
        `${report.evaluation.examples} ${report.data?.part === 'validation' ? 'validation ' : ''}examples`,
    ],
    ['  test error', ({ report }) => report && percent(report.evaluation.error)],
    ['  verified error', ({ report }) => report && verified(report.evaluation.verifiedError, report.bound)],
  ];
}

/** The fields that are always said, then all in which the runs differ. */
function recipeFields(runs: readonly ReadRun[]): (keyof Recipe)[] {
  const all = [...new Set(runs.flatMap(({ recipe }) => Object.keys(recipe)))] as (keyof Recipe)[];
  const differs = (field: keyof Recipe) => new Set(runs.map(({ recipe }) => text(recipe[field]))).size > 1;
  return [...always, ...all.filter((field) => !always.includes(field) && differs(field))];
}

const lastTracked = ({ rows }: ReadRun) => rows.findLast((row) => row.tracked)?.tracked;

const tracked: readonly Row[] = [
  ['while training', (run) => lastTracked(run) && `${lastTracked(run)!.examples} examples`],
  ['  test error', (run) => share(lastTracked(run)?.error)],
  ['  PGD error', (run) => share(lastTracked(run)?.adversarialError)],
  [
    '  verified error',
    (run) => lastTracked(run) && verified(lastTracked(run)!.verifiedError, lastTracked(run)!.bound),
  ],
  ['  unstable ReLUs', (run) => share(lastTracked(run)?.stability?.unstable)],
];

const verified = (error: number, bound: BoundName = 'ibp'): string =>
  `${percent(error)} (${boundTitles[bound]})`;

const share = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : percent(value);

function trainingTime({ rows, report }: ReadRun): string | undefined {
  const seconds = rows.reduce((sum, row) => sum + (row.seconds ?? 0), 0) || report?.training?.seconds;
  return seconds === undefined ? undefined : `${seconds.toFixed(0)} s`;
}

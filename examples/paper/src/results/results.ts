import { basename } from 'node:path';
import { checkFile, percent, type ReadRun, type Recipe, userPath, writeText } from '@ibp/cli';
import { markdownTable } from 'markdown-table';
import { dash, theirs } from '../cells';
import { type CoreHours, coreHours } from './core-hours';
import { dataOf } from './data-of';
import { epsilonText } from './epsilon-text';
import { type ErrorOf, type MeasuredAt, type RunResults, readResults } from './read-results';
import { resultsChart } from './results-chart';

const head = [
  'data',
  'epsilon',
  'network, method',
  'parameters',
  'trained at',
  'steps',
  'epochs',
  'seed',
  'core-hours',
  'chosen on',
  'test error',
  'PGD',
  'with Auto-PGD',
  'IBP bound',
  'verified error',
  'paper: test error',
  'PGD',
  'paper: IBP bound',
  'verified',
  'best published',
  'run',
];

/**
 * Runs beside the paper's IBP, as a Markdown table: a row for each radius at which one was certified, and for each
 * that has not ended. A figure of a part of the test set says of how many, and only runs on the paper's own images
 * have its figures beside them.
 *
 * @throws when a folder holds no run.
 */
export async function resultsTable(folders: readonly string[]): Promise<string> {
  return tableOf(await Promise.all(folders.map(readResults)));
}

function tableOf(all: readonly RunResults[]): string {
  const rows = all.flatMap((results): Row[] => {
    const { measured, run } = results;
    if (measured.length > 0) return measured.map((at) => rowOf(results, at));
    return [rowOf(results, { epsilon: run.recipe.epsilon })];
  });
  rows.sort((a, b) => a.data.localeCompare(b.data) || a.epsilon - b.epsilon);
  return markdownTable([head, ...rows.map(({ cells }) => [...cells])]);
}

/**
 * Prints that table, and writes it where told to, with a drawing beside it, of the same name: verified error against
 * parameters and against core-hours.
 */
export async function results(folders: readonly string[], out?: string): Promise<void> {
  if (out !== undefined) checkFile('--out', userPath(out));
  const all = await Promise.all(folders.map(readResults));
  const table = tableOf(all);
  console.log(table);
  if (out === undefined) return;
  await writeText(userPath(out), `${table}\n`);
  const chart = await resultsChart(all);
  if (chart !== undefined) await writeText(`${userPath(out).replace(/\.[^./\\]*$/, '')}.svg`, chart);
}

type Row = { readonly data: string; readonly epsilon: number; readonly cells: readonly string[] };
type Measured = Partial<MeasuredAt> & Pick<MeasuredAt, 'epsilon'>;

function rowOf({ run }: RunResults, { epsilon, test, pgd, autoPgd, ibp, exact }: Measured): Row {
  const { recipe, rows, name } = run;
  const { data, examples, printed, best } = dataOf(run, epsilon);
  const { step: done = 0, epoch: epochs } = rows.at(-1) ?? {};
  const parameters = (run.record ?? run.report)?.network?.parameters;
  const of = (n: number) => (n === examples ? '' : ` (of ${n})`);
  const error = (figure: ErrorOf | undefined) =>
    figure ? `${percent(figure.share)}${of(figure.examples)}` : dash;
  const cells = [
    data,
    printed?.epsilon ?? epsilonText(epsilon),
    describe(recipe),
    parameters === undefined ? dash : String(parameters),
    epsilonText(recipe.epsilonTrain),
    done === recipe.steps ? String(done) : `${done} of ${recipe.steps}`,
    epochs === undefined ? dash : String(Number(epochs.toFixed(1))),
    String(recipe.seed),
    hoursCell(coreHours(rows, done), done),
    chosenOn(run),
    ...[test, pgd, autoPgd, ibp].map(error),
    exact ? `${range(exact)}${of(exact.examples)}` : dash,
    ...[printed?.testError, printed?.pgd, printed?.ibp, printed?.verified].map(theirs),
    best ? `${theirs(best.verified)} (${best.by})` : dash,
    name,
  ];
  return { data, epsilon, cells };
}

function hoursCell({ hours, by, steps }: CoreHours, done: number): string {
  const text = hours.toFixed(hours < 10 ? 2 : 1);
  if (by === 'processor') return text;
  return `${text} by the clock${steps < done ? ` for ${steps} steps` : ''}`;
}

/** Where checkpoints, widths and recipes may have been chosen. */
const chosenOn = ({ record, report }: ReadRun): string => {
  const held = (record ?? report)?.data.validation;
  return held ? `${held.examples} validation images` : 'nothing held out';
};

/** A run that goes on from the weights of another one owes it its steps as well. */
const describe = ({ model, method, batchNorm, from }: Recipe): string =>
  [
    model,
    method?.name ?? 'ibp',
    ...(batchNorm ? ['batch norm'] : []),
    ...(from === undefined ? [] : [`after ${basename(from)}`]),
  ].join(', ');

const range = ({ least, most }: NonNullable<MeasuredAt['exact']>): string =>
  `${least < most ? `${percent(least)} to ` : ''}${percent(most)}`;

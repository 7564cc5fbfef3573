import { basename } from 'node:path';
import {
  checkFile,
  type MetricsRow,
  percent,
  type ReadRun,
  type Recipe,
  userPath,
  writeText,
} from '@ibp/cli';
import { markdownTable } from 'markdown-table';
import { dash, theirs } from '../cells';
import { dataOf } from './data-of';
import { type ErrorOf, type MeasuredAt, type RunResults, readResults } from './read-results';

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
  const all = await Promise.all(folders.map(readResults));
  const rows = all.flatMap((results): Row[] => {
    const { measured, run } = results;
    if (measured.length > 0) return measured.map((at) => rowOf(results, at));
    return [rowOf(results, { epsilon: run.recipe.epsilon })];
  });
  rows.sort((a, b) => a.data.localeCompare(b.data) || a.epsilon - b.epsilon);
  return markdownTable([head, ...rows.map(({ cells }) => [...cells])]);
}

/** Prints that table, and writes it where told to. */
export async function results(folders: readonly string[], out?: string): Promise<void> {
  if (out !== undefined) checkFile('--out', userPath(out));
  const table = await resultsTable(folders);
  console.log(table);
  if (out !== undefined) await writeText(userPath(out), `${table}\n`);
}

type Row = { readonly data: string; readonly epsilon: number; readonly cells: readonly string[] };
type Measured = Partial<MeasuredAt> & Pick<MeasuredAt, 'epsilon'>;

function rowOf({ run }: RunResults, { epsilon, test, pgd, ibp, exact }: Measured): Row {
  const { recipe, rows, name } = run;
  const { data, examples, printed, best } = dataOf(run, epsilon);
  const { step: done = 0, epoch: epochs } = rows.at(-1) ?? {};
  const parameters = (run.record ?? run.report)?.network?.parameters;
  const of = (n: number) => (n === examples ? '' : ` (of ${n})`);
  const error = (figure: ErrorOf | undefined) =>
    figure ? `${percent(figure.share)}${of(figure.examples)}` : dash;
  const cells = [
    data,
    printed?.epsilon ?? text(epsilon),
    describe(recipe),
    parameters === undefined ? dash : String(parameters),
    text(recipe.epsilonTrain),
    done === recipe.steps ? String(done) : `${done} of ${recipe.steps}`,
    epochs === undefined ? dash : String(Number(epochs.toFixed(1))),
    String(recipe.seed),
    coreHours(rows, done),
    chosenOn(run),
    ...[test, pgd, ibp].map(error),
    exact ? `${range(exact)}${of(exact.examples)}` : dash,
    ...[printed?.testError, printed?.pgd, printed?.ibp, printed?.verified].map(theirs),
    best ? `${theirs(best.verified)} (${best.by})` : dash,
    name,
  ];
  return { data, epsilon, cells };
}

/** Of the processor, where a run has kept them; else the time that it took, on as many cores as it had. */
function coreHours(rows: ReadRun['rows'], done: number): string {
  const hours = (total: number) => (total / 3600).toFixed(total < 36_000 ? 2 : 1);
  const sum = (of: (row: MetricsRow) => number | undefined) =>
    rows.reduce(
      ({ seconds, steps }, row) => {
        const own = of(row);
        return own === undefined
          ? { seconds, steps }
          : { seconds: seconds + own, steps: steps + row.step - row.from };
      },
      { seconds: 0, steps: 0 },
    );
  const processor = sum((row) => row.cpuSeconds);
  if (done > 0 && processor.steps === done) return hours(processor.seconds);
  const clock = sum((row) => row.seconds);
  return `${hours(clock.seconds)} by the clock${clock.steps < done ? ` for ${clock.steps} steps` : ''}`;
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

/** 0.0314 as 8/255, as the paper writes it. */
function text(epsilon: number): string {
  const of255 = epsilon * 255;
  const isWhole = Math.abs(of255 - Math.round(of255)) < 1e-6 && Math.round(of255) % 51 !== 0;
  return isWhole ? `${Math.round(of255)}/255` : String(Number(epsilon.toPrecision(4)));
}

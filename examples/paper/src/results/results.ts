import { percent, type Recipe, writeText } from '@ibp/cli';
import { markdownTable } from 'markdown-table';
import { dash, theirs } from '../cells';
import { dataOf } from './data-of';
import { epsilonText } from './epsilon-text';
import { type WithOrigins, withOrigins } from './origins';
import { type ErrorOf, type MeasuredAt, nameOf, type RunResults, readResults } from './read-results';
import { resultFiles } from './result-files';
import { resultsChart } from './results-chart';

const head = [
  'data, epsilon',
  'network, method',
  'parameters',
  'epochs',
  'core-hours',
  'seed',
  'chosen on',
  'test error',
  'PGD',
  'IBP bound',
  'verified error',
  "the paper's",
  'best published',
  'run',
];

/**
 * Runs beside the paper's IBP, as a Markdown table: a row for each radius at which one was certified, the best first, and for
 * each that has not ended. A figure of a part of the test set says of how many, and only runs on the paper's own images
 * have its figures beside them. Epochs and hours count those of the runs whose weights it began with; where one of them is not
 * there, they say without which.
 *
 * @throws when a folder holds no run.
 */
export async function resultsTable(folders: readonly string[]): Promise<string> {
  return tableOf(await Promise.all(folders.map(readResults)));
}

/** The same table, of what was read of runs. */
export function tableOf(all: readonly RunResults[]): string {
  const rows = withOrigins(all).flatMap((run): Row[] => {
    const { measured, recipe } = run;
    const at = measured.length > 0 ? measured : [{ epsilon: recipe.epsilon }];
    return at.map((one) => rowOf(run, one));
  });
  rows.sort((a, b) => a.data.localeCompare(b.data) || a.epsilon - b.epsilon || a.verified - b.verified);
  return markdownTable([head, ...rows.map(({ cells }) => [...cells])]);
}

/**
 * Prints that table, and writes it where told to, with a drawing beside it, of the same name: verified error against
 * parameters and against core-hours.
 *
 * @throws where they cannot go there.
 */
export async function results(all: readonly RunResults[], out?: string): Promise<void> {
  const files = out === undefined ? undefined : resultFiles(out);
  const table = tableOf(all);
  console.log(table);
  if (!files) return;
  await writeText(files.table, `${table}\n`);
  const chart = await resultsChart(all);
  if (chart !== undefined) await writeText(files.chart, chart);
}

type Row = {
  readonly data: string;
  readonly epsilon: number;
  /** The upper end; 1 where nothing was certified. */
  readonly verified: number;
  readonly cells: readonly string[];
};
type Measured = Partial<MeasuredAt> & Pick<MeasuredAt, 'epsilon'>;

function rowOf(run: WithOrigins, { epsilon, test, pgd, autoPgd, ibp, exact }: Measured): Row {
  const { recipe, name, parameters } = run;
  const { data, examples, printed, best } = dataOf(run, epsilon);
  const of = (n: number) => (n === examples ? '' : ` (of ${n})`);
  const error = (figure: ErrorOf | undefined) =>
    figure ? `${percent(figure.share)}${of(figure.examples)}` : dash;
  const cells = [
    `${data}, ${printed?.epsilon ?? epsilonText(epsilon)}`,
    describe(recipe, epsilon),
    parameters === undefined ? dash : parameters.toLocaleString('en'),
    epochsCell(run),
    hoursCell(run),
    String(recipe.seed),
    chosenOn(run),
    ...[test, autoPgd ?? pgd, ibp].map(error),
    exact ? `${range(exact)}${of(exact.examples)}` : dash,
    theirs(printed?.verified),
    best ? `${theirs(best.verified)} (${best.by})` : dash,
    name,
  ];
  return { data, epsilon, verified: exact?.most ?? 1, cells };
}

function epochsCell(run: WithOrigins): string {
  const { epochs, steps, recipe } = run;
  const text = epochs === undefined ? dash : `${Number(epochs.toFixed(1))}${lacking(run)}`;
  return steps === recipe.steps ? text : `${text}, ${steps} of ${recipe.steps} steps`;
}

function hoursCell(run: WithOrigins): string {
  const { hours, by, steps } = run.hours;
  const text = hours.toFixed(hours < 10 ? 2 : 1);
  if (by === 'processor') return `${text}${lacking(run)}`;
  return `${text} by the clock${steps < run.steps ? ` for ${steps} steps` : ''}${lacking(run)}`;
}

/** What a network took is not shown as less than it was. */
const lacking = ({ without }: WithOrigins): string =>
  without === undefined ? '' : ` without those of ${without}`;

/** Where checkpoints, widths and recipes may have been chosen. */
const chosenOn = ({ data: { validation } }: RunResults): string =>
  validation ? `${validation.examples} validation images` : 'nothing held out';

/** A run that goes on from the weights of another one owes it its steps as well. */
const describe = (
  { model, width = 1, method, regularizers = {}, batchNorm, from, epsilonTrain }: Recipe,
  epsilon: number,
): string =>
  [
    width === 1 ? model : `${model} x ${width}`,
    methodText(method),
    ...(regularizers.reluStability ? ['ReLU stability'] : []),
    ...(regularizers.sdp ? ['SDP bound'] : []),
    ...(batchNorm ? ['batch norm'] : []),
    ...(Math.abs(epsilonTrain - epsilon) > 1e-9 ? [`trained at ${epsilonText(epsilonTrain)}`] : []),
    ...(from === undefined ? [] : [`after ${nameOf(from)}`]),
  ].join(', ');

const methodText = (method: Recipe['method']): string =>
  method?.name === 'diffai' && method.errors ? `diffai, ${method.errors} errors` : (method?.name ?? 'ibp');

const range = ({ least, most }: NonNullable<MeasuredAt['exact']>): string =>
  `${least < most ? `${percent(least)} to ` : ''}${percent(most)}`;

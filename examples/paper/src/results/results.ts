import { percent, userPath, writeText } from 'ibp-examples-common';
import { markdownTable } from 'markdown-table';
import { dash, ours, theirs } from '../cells';
import { type PublishedRow, radius, table4 } from '../published';
import { type MeasuredAt, type RunResults, readResults } from './read-results';

const head = [
  'data',
  'epsilon',
  'network, method',
  'trained at',
  'steps',
  'seed',
  'training',
  'test error',
  'PGD',
  'IBP bound',
  'verified error',
  'paper: test error',
  'PGD',
  'verified',
  'run',
];

/**
 * Runs beside the paper's IBP, as a Markdown table: a row for each radius at which one was certified, and for each
 * that has not ended.
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
  rows.sort((a, b) => a.dataset.localeCompare(b.dataset) || a.epsilon - b.epsilon);
  return markdownTable([head, ...rows.map(({ cells }) => [...cells])]);
}

/** Prints that table, and writes it where told to. */
export async function results(folders: readonly string[], out?: string): Promise<void> {
  const table = await resultsTable(folders);
  console.log(table);
  if (out !== undefined) await writeText(userPath(out), `${table}\n`);
}

type Row = { readonly dataset: string; readonly epsilon: number; readonly cells: readonly string[] };
type Measured = Partial<MeasuredAt> & Pick<MeasuredAt, 'epsilon'>;

function rowOf({ run }: RunResults, { epsilon, testError, pgdError, ibpError, exact }: Measured): Row {
  const { recipe, record, report, rows, name } = run;
  const dataset = record?.example ?? report?.example ?? dash;
  const paper = publishedOf(dataset, epsilon);
  const done = rows.at(-1)?.step ?? 0;
  const seconds = rows.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  const timed = rows.reduce((sum, row) => sum + (row.seconds === undefined ? 0 : row.step - row.from), 0);
  const of = timed < done ? ` for ${timed} steps` : '';
  const cells = [
    dataset,
    paper?.epsilon ?? text(epsilon),
    `${recipe.model}, ${recipe.method?.name ?? 'ibp'}${recipe.batchNorm ? ', batch norm' : ''}`,
    text(recipe.epsilonTrain),
    done === recipe.steps ? String(done) : `${done} of ${recipe.steps}`,
    String(recipe.seed),
    `${seconds.toFixed(0)} s${of}`,
    ours(testError),
    ours(pgdError),
    ours(ibpError),
    exact ? exactText(exact) : dash,
    theirs(paper?.testError),
    theirs(paper?.pgd),
    theirs(paper?.verified),
    name,
  ];
  return { dataset, epsilon, cells };
}

const exactText = ({ least, most, examples }: NonNullable<MeasuredAt['exact']>): string =>
  `${least < most ? `${percent(least)} to ` : ''}${percent(most)} (of ${examples})`;

/** 0.0314 as 8/255, as the paper writes it. */
function text(epsilon: number): string {
  const of255 = epsilon * 255;
  const isWhole = Math.abs(of255 - Math.round(of255)) < 1e-6 && Math.round(of255) % 51 !== 0;
  return isWhole ? `${Math.round(of255)}/255` : String(Number(epsilon.toPrecision(4)));
}

const publishedOf = (dataset: string, epsilon: number): PublishedRow | undefined =>
  table4.find(
    (row) =>
      row.method === 'ibp' && row.dataset === dataset && Math.abs(radius(row.epsilon) - epsilon) < 1e-6,
  );

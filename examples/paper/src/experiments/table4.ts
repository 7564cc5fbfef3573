import Table from 'cli-table3';
import { exactCell, measuredOf, ours, problems, sources, theirs } from '../cells';
import type { Context } from '../context';
import { cascadeError, ibpError, pgdError, testError } from '../figures';
import { methods } from '../methods';
import { networkDifferences, publish, type Result } from '../publish';
import { type PublishedRow, table2, table4 } from '../published';
import { forJson, type MeasuredRow, measureRows } from '../rows';
import { tableCharts } from '../table-charts';

type Printed = { readonly name: string; readonly title: string; readonly rows: readonly PublishedRow[] };

const table4Of: Printed = {
  name: 'table4',
  title: 'Table 4: error rates without perturbation, under PGD, and verified',
  rows: table4,
};

const table2Of: Printed = {
  name: 'table2',
  title: 'Table 2: WideResNet-10-10 on ImageNet at 64x64 (verified by IBP, as in the paper)',
  rows: table2,
};

type IsWanted = (row: PublishedRow) => boolean;

/** Table 4: four methods, three datasets. */
export const runTable4 = (context: Context, isWanted: IsWanted) => runRows(table4Of, context, isWanted);

/** Table 2: the same columns for ImageNet at 64x64, where nothing but interval bounds is fast enough. */
export const runTable2 = (context: Context, isWanted: IsWanted) =>
  runRows(table2Of, { ...context, exact: { ...context.exact, examples: 0 } }, isWanted);

async function runRows(printed: Printed, context: Context, isWanted: IsWanted): Promise<Result> {
  const wanted = printed.rows.filter(isWanted);
  if (wanted.length === 0)
    throw new Error(`${printed.name}: expected rows and methods that it has, got none`);
  const onRows = async (so: readonly MeasuredRow[]) => {
    await publish(printed.name, context, await resultOf(printed, so, context));
  };
  const rows = await measureRows(wanted, context, { pgd: true, exact: true, onRows });
  return resultOf(printed, rows, context);
}

async function resultOf(
  { name, title }: Printed,
  rows: readonly MeasuredRow[],
  { size }: Context,
): Promise<Result> {
  const head = ['dataset', 'epsilon', 'method', 'test error', 'PGD', 'IBP bound', 'cascade'];
  const table = new Table({
    head: [...head, 'paper: test error', 'PGD', 'verified'],
    style: { head: [], border: [] },
  });
  for (const { published, outcome } of rows) {
    const { dataset, epsilon, method, epsilonTrain, testError, pgd, verified } = published;
    const title = methods[method].title + (epsilonTrain ? ` (trained at ${epsilonTrain})` : '');
    const measured = measuredOf(outcome);
    const own = [
      ours(measured?.error),
      ours(measured?.pgdError),
      ours(measured?.ibpError),
      exactCell(measured?.exact),
    ];
    table.push([dataset, epsilon, title, ...own, theirs(testError), theirs(pgd), theirs(verified)]);
  }
  const named = rows.map(({ outcome, job }) => ({ outcome, name: job.name }));
  const text = [
    title,
    table.toString(),
    'The bound of IBP says little of networks that other methods trained: see the cascade (--exact-examples).',
    ...sources(named),
    ...problems(named),
    networkDifferences(size.scale, rows),
  ].join('\n');
  const svg = await tableCharts(rows, [
    { title: 'test error', ours: [testError], paper: ({ testError }) => testError },
    { title: 'PGD error', ours: [pgdError], paper: ({ pgd }) => pgd },
    { title: 'verified error', ours: [ibpError, cascadeError], paper: ({ verified }) => verified },
  ]);
  return { text, svg, json: { table: name, size, rows: forJson(rows) } };
}

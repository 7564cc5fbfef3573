import Table from 'cli-table3';
import { dash, exactCell, measuredOf, ours, problems, sources, theirs } from '../cells';
import type { Context } from '../context';
import { cascadeError, ibpError } from '../figures';
import { networkDifferences, publish, type Result } from '../publish';
import { type PublishedRow, table3, table4 } from '../published';
import { forJson, type MeasuredRow, measureRows } from '../rows';
import { tableCharts } from '../table-charts';

/** Table 3: how close the bounds of IBP come to those of an exact verifier, on networks trained by IBP. */
export async function runTable3(context: Context, isWanted: (row: PublishedRow) => boolean): Promise<Result> {
  const rows = table4.filter((row) => row.method === 'ibp' && isWanted(row));
  const onRows = async (so: readonly MeasuredRow[]) => {
    await publish('table3', context, await resultOf(so, context));
  };
  return resultOf(await measureRows(rows, context, { pgd: false, exact: true, onRows }), context);
}

async function resultOf(rows: readonly MeasuredRow[], { size }: Context): Promise<Result> {
  const table = new Table({
    head: ['dataset', 'epsilon', 'model', 'IBP bound', 'cascade', 'paper: IBP bound', 'paper: MIP bound'],
    style: { head: [], border: [] },
  });
  for (const { published, job, outcome } of rows) {
    const { dataset, epsilon } = published;
    const printed = table3.find((row) => row.dataset === dataset && row.epsilon === epsilon);
    const measured = measuredOf(outcome);
    const model = measured ? job.recipe.model : dash;
    const own = [ours(measured?.ibpError), exactCell(measured?.exact)];
    table.push([dataset, epsilon, model, ...own, theirs(printed?.ibp), theirs(printed?.mip)]);
  }
  const named = rows.map(({ outcome, job }) => ({ outcome, name: job.name }));
  const text = [
    'Table 3: verified bounds on the error rate',
    table.toString(),
    ...sources(named),
    ...problems(named),
    networkDifferences(size.scale, rows),
  ].join('\n');
  const printedIbp = ({ dataset, epsilon }: PublishedRow) =>
    table3.find((row) => row.dataset === dataset && row.epsilon === epsilon)?.ibp;
  const svg = await tableCharts(rows, [
    { title: 'IBP bound', ours: [ibpError], paper: (row) => printedIbp(row as PublishedRow) },
    {
      title: 'exact or cascade',
      ours: [cascadeError],
      paper: ({ verified }) => verified,
    },
  ]);
  return { text, svg, json: { table: 3, size, rows: forJson(rows) } };
}

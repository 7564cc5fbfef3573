import { join } from 'node:path';
import { chartGrid } from '@ibp/charts';
import { comparisonCharts, type ReadRun, readRun } from '@ibp/cli';
import Table from 'cli-table3';
import { exactCell, measuredOf, ours, problems, sources } from '../cells';
import type { Context } from '../context';
import { full } from '../full';
import { type Job, jobOf, type Outcome, runJob } from '../jobs';
import { type Measured, measure } from '../measure';
import { networkDifferences, publish, type Result } from '../publish';
import { ablationClaims, type DatasetId, radius } from '../published';
import { forJson } from '../rows';
import { scaled } from '../scale';
import { ablationNames, variants } from './ablation-variants';

/** The setting of each dataset: the greatest radius of table 4 but for MNIST, where 0.4 is beyond small networks. */
const settings: { readonly [K in DatasetId]?: { readonly epsilon: string; readonly epsilonTrain: string } } =
  {
    mnist: { epsilon: '0.3', epsilonTrain: '0.4' },
    cifar: { epsilon: '8/255', epsilonTrain: '8/255' },
    svhn: { epsilon: '0.01', epsilonTrain: '0.01' },
  };

type Row = {
  readonly dataset: DatasetId;
  readonly title: string;
  readonly job: Job;
  readonly outcome: Outcome<Measured>;
};

/** The ablations of section 4.1 (appendix C): losses, specifications, elision and schedules. */
export async function runAblations(
  context: Context,
  datasets: readonly DatasetId[],
  names: readonly string[] = ablationNames,
): Promise<Result> {
  const rows: Row[] = [];
  for (const dataset of datasets) {
    const setting = settings[dataset]!;
    for (const variant of variants.filter(({ name }) => names.includes(name))) {
      const { name, recipe, title } = variant;
      // the recipe of the paper is the network of tables 3 and 4
      const change = name === 'paper' ? {} : { change: { name, recipe } };
      const job = jobOf({ dataset, method: 'ibp', ...setting, ...change }, context);
      const { testExamples } = scaled(full[dataset], context.size);
      const what = { epsilon: radius(setting.epsilon), testExamples, exact: context.exact };
      const outcome = await runJob(job, context, (trained) => measure(trained, job.recipe, what));
      rows.push({ dataset, title, job, outcome });
      await publish('ablations', context, await resultOf(rows, context));
    }
  }
  return resultOf(rows, context);
}

async function resultOf(rows: readonly Row[], context: Context): Promise<Result> {
  const table = new Table({
    head: ['dataset', 'epsilon', '', 'test error', 'verified error (IBP)', 'cascade'],
    style: { head: [], border: [] },
  });
  for (const { dataset, title, outcome } of rows) {
    const measured = measuredOf(outcome);
    const own = [ours(measured?.error), ours(measured?.ibpError), exactCell(measured?.exact)];
    table.push([dataset, settings[dataset]!.epsilon, title, ...own]);
  }
  const named = rows.map(({ outcome, job }) => ({ outcome, name: job.name }));
  const text = [
    'Ablations of section 4.1',
    table.toString(),
    'the paper says (its figures are in the appendix, which is not reproduced here):',
    ...ablationClaims.map((claim) => `- ${claim}`),
    ...sources(named),
    ...problems(named),
    networkDifferences(context.size.scale, rows),
  ].join('\n');
  const charts = comparisonCharts(await runsOf(rows, context));
  const svg = charts.length > 0 ? { svg: await chartGrid({ charts }) } : {};
  return { text, ...svg, json: { experiment: 'ablations', size: context.size, rows: forJson(rows) } };
}

const runsOf = (rows: readonly Row[], { out }: Context): Promise<ReadRun[]> =>
  Promise.all(
    rows
      .filter(({ outcome }) => 'value' in outcome)
      .map(async ({ job, title, dataset }) => ({
        ...(await readRun(join(out, 'models', job.name))),
        name: `${dataset}: ${title}`,
      })),
  );

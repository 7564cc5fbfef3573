import { join } from 'node:path';
import { chartGrid } from '@ibp/charts';
import { comparisonCharts, type ReadRun, readRun } from '@ibp/cli';
import Table from 'cli-table3';
import { exactCell, measuredOf, problems, sources, spread } from '../cells';
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

/** A network: a variant trained with a seed. */
type Row = {
  readonly dataset: DatasetId;
  readonly title: string;
  readonly seed: number;
  readonly job: Job;
  readonly outcome: Outcome<Measured>;
};

export type AblationOptions = {
  readonly datasets: readonly DatasetId[];
  /** Names of variants; all unless given. */
  readonly names?: readonly string[];
  /** Each variant is trained with each of these; with that of the context alone unless given. */
  readonly seeds?: readonly number[];
};

/**
 * The ablations of section 4.1 (appendix C): losses, specifications, elision and schedules. All variants of a seed are
 * trained before the next seed's, so that a table that is not whole compares what was trained alike.
 */
export async function runAblations(
  context: Context,
  { datasets, names = ablationNames, seeds = [context.seed] }: AblationOptions,
): Promise<Result> {
  const rows: Row[] = [];
  for (const dataset of datasets) {
    const setting = settings[dataset]!;
    const { testExamples } = scaled(full[dataset], context.size);
    const what = { epsilon: radius(setting.epsilon), testExamples, exact: context.exact };
    for (const seed of seeds) {
      for (const { name, recipe, title } of variants.filter(({ name }) => names.includes(name))) {
        // the recipe of the paper is the network of tables 3 and 4
        const changes = [name === 'paper' ? [] : name, seed === context.seed ? [] : `seed-${seed}`].flat();
        const change = changes.length === 0 ? {} : { change: { name: changes.join('-'), recipe } };
        const job = jobOf({ dataset, method: 'ibp', ...setting, ...change }, { ...context, seed });
        const outcome = await runJob(job, context, (trained) => measure(trained, job.recipe, what));
        rows.push({ dataset, title, seed, job, outcome });
        await publish('ablations', context, await resultOf(rows, context));
      }
    }
  }
  return resultOf(rows, context);
}

/** The networks of each variant, which differ in their seeds. */
function byVariant(rows: readonly Row[]): readonly (readonly Row[])[] {
  const of = ({ dataset, title }: Row) => `${dataset}: ${title}`;
  return [...new Set(rows.map(of))].map((variant) => rows.filter((row) => of(row) === variant));
}

async function resultOf(rows: readonly Row[], context: Context): Promise<Result> {
  const table = new Table({
    head: ['dataset', 'epsilon', '', 'seeds', 'test error', 'verified error (IBP)', 'cascade'],
    style: { head: [], border: [] },
  });
  for (const networks of byVariant(rows)) {
    const { dataset, title } = networks[0]!;
    const measured = networks.flatMap(({ outcome }) => measuredOf(outcome) ?? []);
    const own = [
      networks.map(({ seed }) => seed).join(', '),
      spread(measured.map(({ error }) => error)),
      spread(measured.map(({ ibpError }) => ibpError)),
      measured.some(({ exact }) => exact)
        ? measured.map(({ exact }) => exactCell(exact)).join('\n')
        : exactCell(undefined),
    ];
    table.push([dataset, settings[dataset]!.epsilon, title, ...own]);
  }
  const named = rows.map(({ outcome, job }) => ({ outcome, name: job.name }));
  const text = [
    'Ablations of section 4.1',
    table.toString(),
    ...(rows.some(({ seed }) => seed !== rows[0]!.seed)
      ? ['of several seeds: mean (least to greatest)']
      : []),
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

/** One curve a variant, that of its first seed. */
const runsOf = (rows: readonly Row[], { out }: Context): Promise<ReadRun[]> =>
  Promise.all(
    byVariant(rows)
      .map(([first]) => first!)
      .filter(({ outcome }) => 'value' in outcome)
      .map(async ({ job, title, dataset }) => ({
        ...(await readRun(join(out, 'models', job.name))),
        name: `${dataset}: ${title}`,
      })),
  );

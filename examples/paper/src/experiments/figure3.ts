import { chartGrid, type LineChart, type Series } from '@ibp/charts';
import type { Recipe } from '@ibp/cli';
import Table from 'cli-table3';
import { exactCell, ours, problems, sources } from '../cells';
import type { Context } from '../context';
import { cascadeError, type Figure, ibpError, nameOf, pgdError } from '../figures';
import { full } from '../full';
import { type Job, jobOf, type Outcome, runJob } from '../jobs';
import { type Measured, measure } from '../measure';
import { methods } from '../methods';
import { networkDifferences, publish, type Result } from '../publish';
import type { MethodId } from '../published';
import { forJson } from '../rows';
import { scaled } from '../scale';

export type Figure3Options = {
  readonly methods: readonly MethodId[];
  readonly models: readonly Recipe['model'][];
  readonly trainedAt: readonly string[];
  /** Radii to test at. */
  readonly epsilons: readonly number[];
};

type Curve = {
  readonly method: MethodId;
  readonly model: Recipe['model'];
  readonly trainedAt: string;
  readonly job: Job;
  readonly outcome: Outcome<readonly Measured[]>;
};

/** Figure 3: accuracy on MNIST against epsilon, verified and under PGD, of networks trained at several radii. */
export async function runFigure3(context: Context, options: Figure3Options): Promise<Result> {
  const curves: Curve[] = [];
  for (const method of options.methods) {
    for (const model of options.models) {
      for (const trainedAt of options.trainedAt) {
        const own = { ...context, size: { ...context.size, model } };
        const { testExamples, pgd } = scaled(full.mnist, own.size);
        const job = jobOf({ dataset: 'mnist', method, epsilonTrain: trainedAt, epsilon: trainedAt }, own);
        const outcome = await runJob(job, own, async (trained) => {
          const measured: Measured[] = [];
          for (const epsilon of options.epsilons) {
            const what = { epsilon, testExamples, pgd, exact: context.exact };
            measured.push(await measure(trained, job.recipe, what));
          }
          return measured;
        });
        curves.push({ method, model, trainedAt, job, outcome });
        await publish('figure3', context, await resultOf(curves, context));
      }
    }
  }
  return resultOf(curves, context);
}

const valuesOf = ({ outcome }: Curve): readonly Measured[] => ('value' in outcome ? outcome.value : []);

async function resultOf(curves: readonly Curve[], { size }: Context): Promise<Result> {
  const table = new Table({
    head: ['method', 'model', 'trained at', 'epsilon', 'test error', 'PGD error', 'IBP bound', 'cascade'],
    style: { head: [], border: [] },
  });
  for (const curve of curves) {
    for (const measured of valuesOf(curve)) {
      const { error, pgdError, ibpError, exact } = measured;
      const own = [ours(error), ours(pgdError), ours(ibpError), exactCell(exact)];
      table.push([
        methods[curve.method].title,
        curve.model,
        curve.trainedAt,
        measured.epsilon.toFixed(3),
        ...own,
      ]);
    }
  }
  const named = curves.map(({ outcome, job }) => ({ outcome, name: job.name }));
  const text = [
    'Figure 3: errors against epsilon on MNIST (the paper prints curves and no figures; compare the drawing)',
    table.toString(),
    'The bound of IBP says little of networks that other methods trained: see the cascade (--exact-examples).',
    ...sources(named),
    ...problems(named),
    networkDifferences(size.scale, curves),
  ].join('\n');
  const charts = [
    chart(curves, ['ibp', 'wong'], '(a) verified', [ibpError, cascadeError]),
    chart(curves, ['ibp', 'wong'], '(b) under PGD', [pgdError]),
    chart(curves, ['ibp', 'madry'], '(c) under PGD', [pgdError]),
  ].filter(({ series }) => series.length > 0);
  const svg = charts.length > 0 ? { svg: await chartGrid({ charts }) } : {};
  return { text, ...svg, json: { figure: 3, size, curves: forJson(curves) } };
}

/** Each network faint; over them, for each method and model, the best at each radius, as in the paper. */
function chart(
  curves: readonly Curve[],
  shown: readonly MethodId[],
  title: string,
  figures: readonly Figure[],
): LineChart {
  const own = curves.filter(({ method }) => shown.includes(method));
  const faint = figures.flatMap((figure) => own.flatMap((curve) => accuracyOf(curve, figure)));
  const best = [...new Set(faint.map(({ name }) => name))].map((name): Series => {
    const all = faint.filter((series) => series.name === name).map(({ points }) => points);
    return { name, points: all[0]!.map(([x], i) => [x, Math.max(...all.map((one) => one[i]![1]))] as const) };
  });
  return {
    // what is compared tells two panels of one measure apart
    title: `${title}: ${shown.map((method) => methods[method].title).join(' and ')}`,
    x: { label: 'epsilon' },
    y: { label: 'accuracy', format: '.0%', domain: [0, 1] },
    series: [...faint, ...best],
  };
}

/** Nothing where the figure was not measured. */
function accuracyOf(curve: Curve, figure: Figure): Series[] {
  const points = valuesOf(curve).flatMap((measured) => {
    const error = figure.error(measured);
    return error === undefined ? [] : [[measured.epsilon, 1 - error] as const];
  });
  const [first] = valuesOf(curve);
  if (!first || points.length === 0) return [];
  const { title } = methods[curve.method];
  return [{ name: nameOf(`${title}, ${curve.model}`, figure, first), points, faint: true }];
}

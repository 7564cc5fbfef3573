import type { Evaluation, Metrics } from '@ibp/train';
import Table from 'cli-table3';
import type { Settings } from './flags';
import type { Recipe } from './recipe';

/** Every figure of a run, as `--json` writes it. */
export type Report = {
  readonly example: string;
  readonly recipe: Recipe;
  readonly settings: Settings;
  readonly data: {
    readonly source: string;
    readonly description: string;
    readonly train: number;
    readonly test: number;
  };
  readonly backend: string;
  readonly network: { readonly parameters: number; readonly hiddenUnits: number };
  /** What this invocation trained; absent where it only evaluated. */
  readonly training?: Training;
  readonly evaluation: Evaluation;
  readonly evaluationSeconds: number;
  readonly weights: string;
  readonly weightsHash: string;
};

export type Training = {
  /** What computed the steps. */
  readonly engine: string;
  /** Steps done by earlier invocations. */
  readonly resumedAt: number;
  readonly seconds: number;
  /** About a hundred points along the way. */
  readonly history: readonly Metrics[];
};

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** The results as a table. */
export function resultsTable({ recipe, data, evaluation, training }: Report): string {
  const table = new Table({
    head: ['model', 'epsilon', 'trained at', 'steps', 'test error', 'verified error (IBP)', 'training'],
    style: { head: [], border: [] },
  });
  table.push([
    recipe.model,
    short(evaluation.epsilon),
    short(recipe.epsilonTrain),
    String(recipe.steps),
    percent(evaluation.error),
    percent(evaluation.verifiedError),
    training ? describeTraining(training, recipe.steps) : '-',
  ]);
  return `${table.toString()}\non ${data.test} test examples of: ${data.description}`;
}

const describeTraining = ({ resumedAt, seconds }: Training, steps: number): string => {
  if (resumedAt === steps) return 'done before';
  return `${seconds.toFixed(0)} s${resumedAt > 0 ? ` for the last ${steps - resumedAt}` : ''}`;
};

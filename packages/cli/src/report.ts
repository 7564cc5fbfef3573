import type { BoundName } from '@ibp/recipes';
import type { Evaluation } from '@ibp/train';
import Table from 'cli-table3';
import type { MetricsRow } from './metrics-log';
import type { RunRecord } from './run-record';
import type { Settings } from './settings';
import { describePart } from './validation';
import type { Versions } from './versions';

/** Every figure of a run, as `--json` writes it. */
export type RunReport = Omit<RunRecord, 'sessions'> & {
  readonly settings: Settings;
  readonly backend: string;
  /** Of this invocation; those that trained are in the run's record. */
  readonly versions: Versions;
  /** What this invocation trained; absent where it only evaluated. */
  readonly training?: Training;
  readonly evaluation: Evaluation & { readonly epsilon: number };
  /** What verified; IBP in reports of a version that did not say. */
  readonly bound?: BoundName;
  readonly evaluationSeconds: number;
  readonly weights: string;
  readonly weightsHash: string;
};

export type Training = {
  /** What computed the steps. */
  readonly engine: string;
  /** Steps done by earlier invocations. */
  readonly resumedAt: number;
  /** The step that it ended with, where that was not its last one. */
  readonly stoppedAt?: number;
  /** Of this invocation. */
  readonly seconds: number;
  /** Of all whose figures were kept. */
  readonly totalSeconds: number;
  /** A hundred rows of the run's figures at most, evenly spread, the last one among them. */
  readonly history: readonly MetricsRow[];
};

/** A share of 1 as per cent, with two decimals. */
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export const boundTitles: { readonly [K in BoundName]: string } = { ibp: 'IBP', 'crown-ibp': 'CROWN-IBP' };
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** The results as a table. */
export function resultsTable({ recipe, data, evaluation, bound = 'ibp', training }: RunReport): string {
  const verified = `verified error (${boundTitles[bound]})`;
  const table = new Table({
    head: ['model', 'epsilon', 'trained at', 'steps', `${data.part ?? 'test'} error`, verified, 'training'],
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
  return `${table.toString()}\non ${describePart(data.test, data)}`;
}

const describeTraining = ({ resumedAt, seconds }: Training, steps: number): string => {
  if (resumedAt === steps) return 'done before';
  return `${seconds.toFixed(0)} s${resumedAt > 0 ? ` for the last ${steps - resumedAt}` : ''}`;
};

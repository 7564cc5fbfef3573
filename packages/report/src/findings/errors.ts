import type { AttackData } from '../data/attack-data';
import type { Figure } from '../data/numbers';
import type { ReportData } from '../data/report-data';
import type { EvaluationData, MetricsData } from '../data/run-data';
import { spread } from './format';

/** The errors that one look at the network gave, shares of 1. Nothing where it did not ask for them. */
export type Errors = {
  readonly source: string;
  readonly examples?: number;
  readonly epsilon: string;
  readonly test?: Figure;
  readonly pgd?: Figure;
  /** From what was broken to what was not proved: the true error lies between. */
  readonly verified?: readonly [least: Figure, most: Figure];
  /** What verified. */
  readonly by?: string;
};

const titles: { readonly [bound: string]: string } = { ibp: 'IBP', 'crown-ibp': 'CROWN-IBP' };
const titleOf = (bound = 'ibp'): string => (Object.hasOwn(titles, bound) ? titles[bound]! : bound);

/** All that is known, the most telling first. */
export function errorsOf({ certification, run, metrics, evaluations = {}, attack }: ReportData): Errors[] {
  const tracked = (metrics ?? run?.training?.history)?.findLast((row) => row.tracked);
  return [
    ...certified(certification),
    ...(attack ? [attacked(attack)] : []),
    ...(run?.evaluation ? [evaluated(run.evaluation, titleOf(run.bound))] : []),
    ...Object.entries(evaluations).map(([by, evaluation]) => evaluated(evaluation, by)),
    ...(tracked ? [trackedErrors(tracked)] : []),
  ];
}

function certified(certification: ReportData['certification']): Errors[] {
  if (!certification) return [];
  const { errors, summary } = certification;
  const shared = {
    epsilon: spread(certification.epsilon),
    ...(summary ? { examples: summary.examples } : {}),
  };
  const share = (number: number) => (summary && summary.examples > 0 ? number / summary.examples : null);
  const whole: Errors = {
    ...shared,
    source: 'certify',
    test: errors?.test ?? null,
    pgd: errors?.pgd ?? null,
    ...(summary
      ? { verified: [share(summary.falsified), share(summary.falsified + summary.unknown)], by: 'all stages' }
      : {}),
  };
  if (errors?.ibp === undefined) return [whole];
  return [whole, { ...shared, source: 'certify', verified: [errors.ibp, errors.ibp], by: 'IBP alone' }];
}

const evaluated = ({ examples, epsilon, error, verifiedError }: EvaluationData, by: string): Errors => ({
  source: 'evaluate',
  examples,
  epsilon: spread(epsilon),
  test: error,
  verified: [verifiedError, verifiedError],
  by,
});

/** An attack finds those that are wrong as they are as well. What is not finite counts as an error. */
function attacked({ epsilon, images }: AttackData): Errors {
  const errors = images.filter(({ status }) => status !== 'unbroken').length;
  return {
    source: 'attack',
    examples: images.length,
    epsilon: spread(epsilon),
    pgd: images.length > 0 ? errors / images.length : null,
  };
}

function trackedErrors({ step, tracked = {} }: MetricsData): Errors {
  const { examples, epsilon, error, adversarialError, verifiedError, bound } = tracked;
  return {
    source: `training, step ${step}`,
    ...(examples === undefined ? {} : { examples }),
    epsilon: spread(epsilon),
    ...(error === undefined ? {} : { test: error }),
    ...(adversarialError === undefined ? {} : { pgd: adversarialError }),
    ...(verifiedError === undefined ? {} : { verified: [verifiedError, verifiedError], by: titleOf(bound) }),
  };
}

import type { Certified } from './certify';
import type { UnknownReason } from './verdict';

/** The errors of a run, shares of 1. */
export type CertifySummary = {
  readonly examples: number;
  readonly verified: number;
  readonly falsified: number;
  readonly unknown: number;
  /** Misclassified as they are; left out where the stage that tells failed on some. */
  readonly error?: number;
  /** Broken by a witness, the misclassified among them: no more examples than these can be known to be wrong. */
  readonly falsifiedError: number;
  /** Not verified: unknown counts as an error, as in the paper. */
  readonly verifiedError: number;
  /** How many each stage verified or falsified. */
  readonly stages: {
    readonly [stage: string]: {
      readonly verified: number;
      readonly falsified: number;
      readonly seconds: number;
    };
  };
  readonly reasons: { readonly [K in UnknownReason]?: number };
  /** On how many each stage failed that others may have settled: figures made of what it found are of fewer. */
  readonly failures: { readonly [stage: string]: number };
};

/** Adds up what `certify` found out; the true error is from `falsifiedError` to `verifiedError`. */
export function summarize(results: Iterable<Certified>): CertifySummary {
  const counts = { verified: 0, falsified: 0, unknown: 0 };
  const stages: { [stage: string]: { verified: number; falsified: number; seconds: number } } = {};
  const reasons: { [K in UnknownReason]?: number } = {};
  const failures: { [stage: string]: number } = {};
  const stage = (name: string) => {
    stages[name] ??= { verified: 0, falsified: 0, seconds: 0 };
    return stages[name];
  };
  for (const { verdict, seconds, remarks } of results) {
    counts[verdict.status]++;
    const failed = remarks.flatMap((remark) => (remark.reason === 'failure' ? [remark.stage] : []));
    for (const name of new Set(failed)) failures[name] = (failures[name] ?? 0) + 1;
    for (const [name, spent] of Object.entries(seconds)) stage(name).seconds += spent;
    if (verdict.status === 'unknown') reasons[verdict.reason] = (reasons[verdict.reason] ?? 0) + 1;
    else stage(verdict.method)[verdict.status]++;
  }
  const examples = counts.verified + counts.falsified + counts.unknown;
  return {
    examples,
    ...counts,
    ...(failures.clean === undefined ? { error: (stages.clean?.falsified ?? 0) / examples } : {}),
    falsifiedError: counts.falsified / examples,
    verifiedError: (counts.falsified + counts.unknown) / examples,
    stages,
    reasons,
    failures,
  };
}

import type { Certified } from './certify';
import type { UnknownReason } from './verdict';

/** The errors of a run, shares of 1. */
export type CertifySummary = {
  readonly examples: number;
  readonly verified: number;
  readonly falsified: number;
  readonly unknown: number;
  /** Misclassified as they are. */
  readonly error: number;
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
};

/** Adds up what `certify` found out; the true error is from `falsifiedError` to `verifiedError`. */
export function summarize(results: Iterable<Certified>): CertifySummary {
  const counts = { verified: 0, falsified: 0, unknown: 0 };
  const stages: { [stage: string]: { verified: number; falsified: number; seconds: number } } = {};
  const reasons: { [K in UnknownReason]?: number } = {};
  const stage = (name: string) => {
    stages[name] ??= { verified: 0, falsified: 0, seconds: 0 };
    return stages[name];
  };
  for (const { verdict, seconds } of results) {
    counts[verdict.status]++;
    for (const [name, spent] of Object.entries(seconds)) stage(name).seconds += spent;
    if (verdict.status === 'unknown') reasons[verdict.reason] = (reasons[verdict.reason] ?? 0) + 1;
    else stage(verdict.method)[verdict.status]++;
  }
  const examples = counts.verified + counts.falsified + counts.unknown;
  return {
    examples,
    ...counts,
    error: (stages.clean?.falsified ?? 0) / examples,
    falsifiedError: counts.falsified / examples,
    verifiedError: (counts.falsified + counts.unknown) / examples,
    stages,
    reasons,
  };
}

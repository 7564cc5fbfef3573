import { percent } from '@ibp/cli';
import type { Exact } from './exact';
import type { Outcome } from './jobs';
import type { Measured } from './measure';

/** Cells of tables. Our figures are shares of 1, the paper's are percent. */
export const dash = '-';
export const ours = (share: number | undefined): string => (share === undefined ? dash : percent(share));
export const theirs = (figure: number | undefined): string =>
  figure === undefined ? dash : `${figure.toFixed(2)} %`;

/** Shares of networks that differ in their seeds: their mean, and how far they go. */
export function spread(shares: readonly number[]): string {
  if (shares.length < 2) return ours(shares[0]);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return `${percent(mean)} (${percent(Math.min(...shares))} to ${percent(Math.max(...shares))})`;
}

/** What a cascade proved: a range where some examples stayed open. */
export function exactCell(exact: Exact | undefined): string {
  if (!exact) return dash;
  const { verifiedError, falsifiedError, examples } = exact;
  const range =
    falsifiedError < verifiedError
      ? `${percent(falsifiedError)} to ${percent(verifiedError)}`
      : percent(verifiedError);
  return `${range} (of ${examples})`;
}

export const measuredOf = (outcome: Outcome<Measured>): Measured | undefined =>
  'value' in outcome ? outcome.value : undefined;

/** Why rows are empty, once for each reason. */
export function problems(
  outcomes: readonly { readonly outcome: Outcome<unknown>; readonly name: string }[],
): string[] {
  const all = new Map<string, string[]>();
  for (const { outcome, name } of outcomes) {
    if ('problem' in outcome) all.set(outcome.problem, [...(all.get(outcome.problem) ?? []), name]);
  }
  return [...all].map(([problem, names]) => `not run: ${names.join(', ')}: ${problem}`);
}

/** Where ours came from. */
export const sources = (outcomes: readonly { readonly outcome: Outcome<unknown> }[]): string[] => [
  ...new Set(outcomes.flatMap(({ outcome }) => ('source' in outcome ? [`images: ${outcome.source}`] : []))),
];

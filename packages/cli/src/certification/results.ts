import type { CertifySummary } from '@ibp/verify';
import Table from 'cli-table3';
import { percent } from '../report';

const plain = { head: [], border: [] };

/** The shares of the paper's Table 3; one that a stage tells is left out where that failed on some examples. */
export type CertifiedErrors = {
  readonly test?: number;
  readonly pgd?: number;
  /** By PGD and Auto-PGD, where the second was asked for. */
  readonly autoPgd?: number;
  readonly ibp?: number;
  readonly falsified: number;
  readonly verified: number;
};

/** Whether Auto-PGD was asked for: where nothing was left for it, no stage tells. */
type Asked = { readonly autoPgd?: boolean | undefined };

/** What the cascade says of the errors that the paper reports. */
export function errorsOf(summary: CertifySummary, { autoPgd = false }: Asked = {}): CertifiedErrors {
  const { examples, stages, failures, falsifiedError, verifiedError } = summary;
  const attacked = autoPgd || 'auto-pgd' in stages;
  const count = (kind: 'verified' | 'falsified', names: readonly string[]) =>
    names.reduce((sum, name) => sum + (stages[name]?.[kind] ?? 0), 0);
  const share = <K extends string>(
    key: K,
    names: readonly string[],
    of: (names: readonly string[]) => number,
  ) => (names.some((name) => name in failures) ? {} : { [key]: of(names) }) as { [_ in K]?: number };
  const broken = (names: readonly string[]) => count('falsified', names) / examples;
  return {
    ...share('test', ['clean'], broken),
    ...share('pgd', ['clean', 'pgd'], broken),
    ...(attacked ? share('autoPgd', ['clean', 'pgd', 'auto-pgd'], broken) : {}),
    ...share('ibp', ['ibp', 'rigorous-ibp'], (names) => 1 - count('verified', names) / examples),
    falsified: falsifiedError,
    verified: verifiedError,
  };
}

const shown = (share: number | undefined): string => (share === undefined ? 'not known' : percent(share));

/** The errors and what each stage did, as tables. */
export function certifyTables(summary: CertifySummary, epsilon: number, asked: Asked = {}): string {
  const { test, pgd, autoPgd, ibp, falsified, verified } = errorsOf(summary, asked);
  const attacked = asked.autoPgd || 'auto-pgd' in summary.stages;
  const errors = new Table({
    head: [
      'epsilon',
      'examples',
      'test error',
      'PGD error',
      ...(attacked ? ['with Auto-PGD'] : []),
      'verified error',
      'verified error (IBP)',
      'unknown',
    ],
    style: plain,
  });
  errors.push([
    String(Number(epsilon.toPrecision(4))),
    String(summary.examples),
    shown(test),
    shown(pgd),
    ...(attacked ? [shown(autoPgd)] : []),
    falsified === verified ? percent(verified) : `${percent(falsified)} to ${percent(verified)}`,
    shown(ibp),
    describeUnknown(summary),
  ]);
  const stages = new Table({ head: ['stage', 'verified', 'falsified', 'seconds'], style: plain });
  for (const [name, { verified: proved, falsified: broken, seconds }] of Object.entries(summary.stages)) {
    stages.push([name, String(proved), String(broken), seconds.toFixed(1)]);
  }
  return [errors.toString(), stages.toString(), ...failureLines(summary)].join('\n');
}

/** Verdicts hold whatever failed: others have found them. Figures of a stage would be of fewer examples. */
const failureLines = ({ failures }: CertifySummary): string[] =>
  Object.entries(failures).map(
    ([stage, count]) => `${stage} failed on ${count} examples: the same command asks it again about them`,
  );

const describeUnknown = ({ unknown, reasons }: CertifySummary): string =>
  unknown === 0
    ? '0'
    : `${unknown} (${Object.entries(reasons)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(', ')})`;

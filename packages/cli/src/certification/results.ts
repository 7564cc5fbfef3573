import type { CertifySummary } from '@ibp/verify';
import Table from 'cli-table3';
import { percent } from '../report';

const plain = { head: [], border: [] };

/** The shares of the paper's Table 3. */
export type CertifiedErrors = {
  readonly test: number;
  readonly pgd: number;
  /** By PGD and Auto-PGD, where the second was asked for. */
  readonly autoPgd?: number;
  readonly ibp: number;
  readonly falsified: number;
  readonly verified: number;
};

/** Whether Auto-PGD was asked for: where nothing was left for it, no stage tells. */
type Asked = { readonly autoPgd?: boolean | undefined };

/** What the cascade says of the errors that the paper reports. */
export function errorsOf(summary: CertifySummary, { autoPgd = false }: Asked = {}): CertifiedErrors {
  const { examples, stages, error, falsifiedError, verifiedError } = summary;
  const attacked = autoPgd || 'auto-pgd' in stages;
  const count = (kind: 'verified' | 'falsified', ...names: string[]) =>
    names.reduce((sum, name) => sum + (stages[name]?.[kind] ?? 0), 0);
  return {
    test: error,
    pgd: count('falsified', 'clean', 'pgd') / examples,
    ...(attacked ? { autoPgd: count('falsified', 'clean', 'pgd', 'auto-pgd') / examples } : {}),
    ibp: 1 - count('verified', 'ibp', 'rigorous-ibp') / examples,
    falsified: falsifiedError,
    verified: verifiedError,
  };
}

/** The errors and what each stage did, as tables. */
export function certifyTables(summary: CertifySummary, epsilon: number, asked: Asked = {}): string {
  const { test, pgd, autoPgd, ibp, falsified, verified } = errorsOf(summary, asked);
  const errors = new Table({
    head: [
      'epsilon',
      'examples',
      'test error',
      'PGD error',
      ...(autoPgd === undefined ? [] : ['with Auto-PGD']),
      'verified error',
      'verified error (IBP)',
      'unknown',
    ],
    style: plain,
  });
  errors.push([
    String(Number(epsilon.toPrecision(4))),
    String(summary.examples),
    percent(test),
    percent(pgd),
    ...(autoPgd === undefined ? [] : [percent(autoPgd)]),
    falsified === verified ? percent(verified) : `${percent(falsified)} to ${percent(verified)}`,
    percent(ibp),
    describeUnknown(summary),
  ]);
  const stages = new Table({ head: ['stage', 'verified', 'falsified', 'seconds'], style: plain });
  for (const [name, { verified: proved, falsified: broken, seconds }] of Object.entries(summary.stages)) {
    stages.push([name, String(proved), String(broken), seconds.toFixed(1)]);
  }
  return `${errors.toString()}\n${stages.toString()}`;
}

const describeUnknown = ({ unknown, reasons }: CertifySummary): string =>
  unknown === 0
    ? '0'
    : `${unknown} (${Object.entries(reasons)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(', ')})`;

import { type CertificateProof, parseCertificate } from '@ibp/exact';
import type { Certified } from '@ibp/verify';
import Table from 'cli-table3';
import { readJson } from '../read-json';

type Status = Certified['verdict']['status'];

/** What an earlier certificate says of each example, by its place in the data. */
export type Baseline = {
  readonly status: (index: number) => Status | undefined;
  readonly proofs: (index: number) => readonly CertificateProof[];
};

/** @throws naming the file when it is not there, or no certificate of the form of today. */
export function readBaseline(file: string): Baseline {
  const is = 'a certificate that "certify" wrote';
  const read = readJson<{ format: string }>(file, { is, has: ['format'] });
  let certificate: ReturnType<typeof parseCertificate>;
  try {
    certificate = parseCertificate(read);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
  if (certificate.version === 1) throw new Error(`${file}: expected ${is}, got one of the old form`);
  const verdicts = new Map(certificate.examples.map(({ index, verdict }) => [index, verdict]));
  return {
    status: (index) => verdicts.get(index)?.status,
    proofs: (index) => {
      const verdict = verdicts.get(index);
      return verdict?.status === 'verified' ? verdict.proofs : [];
    },
  };
}

/** What became better and worse since: of examples that both are about. */
export type Changes = {
  readonly better: readonly number[];
  readonly worse: readonly number[];
  readonly both: number;
};

/** Verified is better than unknown, and unknown than falsified. */
const rank: { readonly [S in Status]: number } = { falsified: 0, unknown: 1, verified: 2 };

/** Compares a run with an earlier one, example by example. */
export function changesSince({ status }: Baseline, results: readonly Certified[]): Changes {
  const pairs = results.flatMap(({ index, verdict }) => {
    const before = status(index);
    return before ? [{ index, by: rank[verdict.status] - rank[before] }] : [];
  });
  const where = (holds: (by: number) => boolean) =>
    pairs.filter(({ by }) => holds(by)).map(({ index }) => index);
  return { better: where((by) => by > 0), worse: where((by) => by < 0), both: pairs.length };
}

const some = (indices: readonly number[]): string =>
  indices.length > 12
    ? `${indices.slice(0, 12).join(' ')} and ${indices.length - 12} more`
    : indices.join(' ');

/** The same as a table. */
export function changesTable({ better, worse, both }: Changes): string {
  const table = new Table({
    head: ['since the baseline', 'examples', 'which'],
    style: { head: [], border: [] },
  });
  table.push(['better', better.length, some(better)], ['worse', worse.length, some(worse)]);
  table.push(['as before', both - better.length - worse.length, '']);
  return table.toString();
}

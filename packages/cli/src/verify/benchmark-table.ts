import Table from 'cli-table3';
import { secondsText } from './answer';
import type { BenchmarkCounts } from './benchmark-counts';

const style = { head: [], border: [] };

/** The counts of benchmarks as tables: a row of answers for each, and what settled the instances of all of them. */
export function benchmarkTable(
  rows: Readonly<Record<string, BenchmarkCounts>>,
  all: BenchmarkCounts,
): string {
  const proofs = all.confirmed === undefined ? [] : ['unsat confirmed'];
  const head = [
    ...['benchmark', 'instances', 'sat', 'unsat', 'timeout', 'unknown', 'error', 'wrong', 'median', 'total'],
    ...proofs,
  ];
  const table = new Table({ head, style });
  const entries = Object.entries(rows);
  for (const [name, counts] of entries) table.push(cellsOf(name, counts));
  if (entries.length > 1) table.push(cellsOf('all', all));
  const how = new Table({ head: ['settled by', 'instances', 'median'], style });
  for (const [name, { solved, median }] of Object.entries(all.methods)) {
    how.push([name, String(solved), secondsText(median)]);
  }
  return `${table}\n${how}`;
}

function cellsOf(name: string, counts: BenchmarkCounts): string[] {
  const { instances, sat, unsat, timeout, unknown, error, wrong, median, total, confirmed } = counts;
  return [
    ...[name, ...[instances, sat, unsat, timeout, unknown, error, wrong].map(String)],
    ...[median === undefined ? '' : secondsText(median), secondsText(total)],
    ...(confirmed === undefined ? [] : [`${confirmed} of ${unsat}`]),
  ];
}

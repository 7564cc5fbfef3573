import type { Point, SweepResult } from '@ibp/cluster';
import Table from 'cli-table3';
import { percent } from '../report';

const text = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : JSON.stringify(value);

/** The front, by rising clean error; a star is by the winner. */
export function frontTable({ front, winner }: SweepResult, points: readonly Point[]): string {
  const fields = Object.keys(points[0] ?? {});
  const table = new Table({
    head: ['trial', 'rung', 'budget', 'validation error', 'certified error', ...fields],
    style: { head: [], border: [] },
  });
  for (const result of front) {
    const { trial, rung, budget, metrics } = result;
    table.push([
      ...[`${trial}${result === winner ? ' *' : ''}`, String(rung), text(budget)],
      ...[percent(metrics.cleanError), percent(metrics.certifiedError)],
      ...fields.map((field) => text(points[trial]![field])),
    ]);
  }
  return table.toString();
}

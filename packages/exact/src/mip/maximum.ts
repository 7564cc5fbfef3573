import { up } from '../rigorous/rounding';
import { asColumn, columnOf, type Expression } from './expression';
import type { ProblemBuilder } from './problem-builder';
import type { Unit } from './unit';

/**
 * The greatest of some units: `y >= x_i`, `y <= x_i + (greatest - lower_i)(1 - d_i)`, one `d_i` is 1 (Tjeng, Xiao and
 * Tedrake 2019, section 4.1). Units that cannot be the greatest are left out first. Relaxed, the `d_i` are fractions.
 *
 * @param column unit `k` as one column.
 */
export function maximum(
  builder: ProblemBuilder,
  all: readonly Unit[],
  exact: boolean,
  column: (k: number) => Expression,
): Expression {
  const floor = Math.max(...all.map(({ lower }) => lower));
  const surest = all.findIndex(({ lower }) => lower === floor);
  const open = [...all.keys()].filter((k) => k === surest || all[k]!.upper > floor);
  if (open.length === 1) return all[surest]!.expression;

  const top = Math.max(...open.map((k) => all[k]!.upper));
  const inputs = open.map((k) => {
    const expression = column(k);
    return { x: asColumn(expression), slack: expression.slack, room: up(top - all[k]!.lower) };
  });
  const greatest = (values: Float64Array): number => Math.max(...inputs.map(({ x }) => values[x]!));
  const first = (values: Float64Array): number =>
    inputs.findIndex(({ x }) => values[x]! === greatest(values));
  const y = builder.column(floor, top, greatest);
  const chosen = inputs.map(({ x, slack, room }, i) => {
    const d = builder.column(0, 1, (values) => Number(first(values) === i), exact);
    builder.row(-slack, Infinity, [y, x], [1, -1]);
    builder.row(-Infinity, up(room + slack), [y, x, d], [1, -1, room]);
    return d;
  });
  builder.row(1, 1, chosen, new Float64Array(chosen.length).fill(1));
  return columnOf(y);
}

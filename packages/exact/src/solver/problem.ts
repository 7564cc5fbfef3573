import { fail } from '@ibp/core';

/**
 * A linear or mixed-integer problem: minimise `cost . x + offset` where `rowLower <= A x <= rowUpper` and
 * `columnLower <= x <= columnUpper`. `A` is sparse by rows (CSR): the terms of row `r` stand at
 * `starts[r] .. starts[r + 1]` of `indices` (columns) and `values`. Infinite ends are no ends;
 * a row has at least one.
 */
export type LinearProblem = {
  readonly columns: number;
  readonly rows: number;
  readonly offset: number;
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** 1 where a column is a whole number; left out when none is. */
  readonly integer?: Int32Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
};

function assertLength(what: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) fail('solve', `expected ${length} ${what}, got ${array.length}`);
}

function assertFinite(what: string, array: ArrayLike<number>): void {
  for (let i = 0; i < array.length; i++) {
    if (!Number.isFinite(array[i])) fail('solve', `expected finite ${what}, got ${array[i]} at ${i}`);
  }
}

/** No lower end of +Infinity, no upper end of -Infinity, no NaN: solvers read them in ways of their own. */
function assertEnds(what: string, lower: Float64Array, upper: Float64Array): void {
  for (let i = 0; i < lower.length; i++) {
    if (!(lower[i]! < Infinity && upper[i]! > -Infinity)) {
      fail('solve', `expected ends of ${what} ${i}, got [${lower[i]}, ${upper[i]}]`);
    }
  }
}

/** Throws unless the arrays fit each other and nothing among them is NaN. */
export function assertProblem(problem: LinearProblem): void {
  const { columns, rows, starts, indices, values } = problem;
  for (const key of ['cost', 'columnLower', 'columnUpper'] as const) assertLength(key, problem[key], columns);
  for (const key of ['rowLower', 'rowUpper'] as const) assertLength(key, problem[key], rows);
  if (problem.integer) assertLength('integer', problem.integer, columns);
  assertLength('starts', starts, rows + 1);
  assertLength('indices', indices, values.length);
  assertFinite('offset', [problem.offset]);
  assertFinite('cost', problem.cost);
  assertFinite('values', values);
  assertEnds('column', problem.columnLower, problem.columnUpper);
  assertEnds('row', problem.rowLower, problem.rowUpper);
  for (let r = 0; r < rows; r++) {
    if (problem.rowLower[r] === -Infinity && problem.rowUpper[r] === Infinity) {
      fail('solve', `expected an end of row ${r}, got none`);
    }
    if (starts[r]! > starts[r + 1]!) fail('solve', `expected starts to rise at ${r}`);
  }
  if (starts[0] !== 0 || starts[rows] !== values.length) {
    fail('solve', `expected starts from 0 to ${values.length}`);
  }
  for (const column of indices) {
    if (!(column >= 0 && column < columns)) fail('solve', `expected columns below ${columns}, got ${column}`);
  }
}

import type { LinearProblem } from './problem';

/** By columns: the terms of column `c` at `starts[c] .. starts[c + 1]` of `rows` and `values`. */
function byColumns({ columns, rows, starts, indices, values }: LinearProblem) {
  const columnStarts = new Int32Array(columns + 1);
  for (const column of indices) columnStarts[column + 1]!++;
  for (let c = 0; c < columns; c++) columnStarts[c + 1]! += columnStarts[c]!;
  const next = columnStarts.slice();
  const [termRows, termValues] = [new Int32Array(values.length), new Float64Array(values.length)];
  for (let r = 0; r < rows; r++) {
    for (let k = starts[r]!; k < starts[r + 1]!; k++) {
      const at = next[indices[k]!]!++;
      termRows[at] = r;
      termValues[at] = values[k]!;
    }
  }
  return { starts: columnStarts, rows: termRows, values: termValues };
}

/** The kind of a row: equal, greater or less; of two different finite ends, less with a range. */
function kind(lower: number, upper: number): 'E' | 'G' | 'L' {
  if (lower === upper) return 'E';
  return upper < Infinity ? 'L' : 'G';
}

/**
 * A problem as lines of free MPS: rows `r0, r1, ...`, columns `c0, c1, ...`, every number with all its digits.
 * A generator, because one string of a large problem is longer than strings may be.
 */
export function* mpsLines(problem: LinearProblem): Generator<string> {
  const { rows, columns, cost, offset, columnLower, columnUpper, rowLower, rowUpper, integer } = problem;
  yield 'NAME problem';
  yield 'ROWS';
  yield ' N cost';
  for (let r = 0; r < rows; r++) yield ` ${kind(rowLower[r]!, rowUpper[r]!)} r${r}`;

  yield 'COLUMNS';
  const terms = byColumns(problem);
  let inside = false;
  for (let c = 0; c < columns; c++) {
    const whole = integer?.[c] === 1;
    if (whole !== inside) yield ` MARKER 'MARKER' '${whole ? 'INTORG' : 'INTEND'}'`;
    inside = whole;
    // named in every case: a column is known from here on
    yield ` c${c} cost ${cost[c]}`;
    for (let k = terms.starts[c]!; k < terms.starts[c + 1]!; k++)
      yield ` c${c} r${terms.rows[k]} ${terms.values[k]}`;
  }
  if (inside) yield " MARKER 'MARKER' 'INTEND'";

  yield 'RHS';
  // the right-hand side of the cost is minus its constant
  if (offset !== 0) yield ` RHS cost ${-offset}`;
  for (let r = 0; r < rows; r++) {
    const side = rowUpper[r]! < Infinity ? rowUpper[r]! : rowLower[r]!;
    if (side !== 0) yield ` RHS r${r} ${side}`;
  }
  yield 'RANGES';
  for (let r = 0; r < rows; r++) {
    const [lower, upper] = [rowLower[r]!, rowUpper[r]!];
    if (lower !== upper && lower > -Infinity && upper < Infinity) yield ` RANGES r${r} ${upper - lower}`;
  }
  yield 'BOUNDS';
  for (let c = 0; c < columns; c++) {
    const [lower, upper] = [columnLower[c]!, columnUpper[c]!];
    yield lower > -Infinity ? ` LO BOUNDS c${c} ${lower}` : ` MI BOUNDS c${c}`;
    yield upper < Infinity ? ` UP BOUNDS c${c} ${upper}` : ` PL BOUNDS c${c}`;
  }
  yield 'ENDATA';
}

import type { LinearProblem } from '../solver/problem';

/** By how much a point breaks the rows and bounds of a problem, at the most; `butLast` leaves out the last row. */
export function violation(problem: LinearProblem, point: Float64Array, butLast = false): number {
  const { starts, indices, values } = problem;
  let worst = 0;
  const outside = (value: number, lower: number, upper: number): void => {
    // written so that NaN is kept
    const by = Math.max(lower - value, value - upper);
    if (!(by <= worst)) worst = by;
  };
  for (const [j, value] of point.entries()) outside(value, problem.columnLower[j]!, problem.columnUpper[j]!);
  for (let r = 0; r < problem.rows - Number(butLast); r++) {
    let activity = 0;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) activity += values[k]! * point[indices[k]!]!;
    outside(activity, problem.rowLower[r]!, problem.rowUpper[r]!);
  }
  return worst;
}

export function objectiveAt({ cost, offset }: LinearProblem, point: Float64Array): number {
  return point.reduce((sum, x, j) => sum + cost[j]! * x, offset);
}

import { highsOptions } from './highs-options';
import { highsStatus } from './highs-status';
import { assertProblem, type LinearProblem } from './problem';
import { assertOptions, type SolveOptions, type SolveResult } from './solver';
import type { Timed } from './thread-pool';

/** What a thread or worker answers; with `retire` it is its last answer. */
export type Answer = Omit<SolveResult, 'status'> & { readonly status: string; readonly retire: boolean };

/**
 * A problem as the API of HiGHS takes it.
 *
 * @throws where the problem or the options are malformed.
 */
export function highsRequest(problem: LinearProblem, options: SolveOptions) {
  assertProblem(problem);
  assertOptions(problem, options);
  return {
    options: highsOptions(problem, options),
    start: options.start,
    model: {
      numCols: problem.columns,
      numRows: problem.rows,
      offset: problem.offset,
      colCost: problem.cost,
      colLower: problem.columnLower,
      colUpper: problem.columnUpper,
      rowLower: problem.rowLower,
      rowUpper: problem.rowUpper,
      integrality: problem.integer,
      matrix: {
        format: 'csr',
        numCols: problem.columns,
        numRows: problem.rows,
        starts: problem.starts,
        indices: problem.indices,
        values: problem.values,
      },
    },
  };
}
export type Request = ReturnType<typeof highsRequest>;

/** What came of it as a result, of which there is always one. */
export function highsResult(outcome: Timed<Answer>): SolveResult {
  if ('answer' in outcome) {
    const { status, retire: _, ...rest } = outcome.answer;
    return { ...highsStatus(status), ...rest };
  }
  const spent = { seconds: outcome.seconds, cpuSeconds: outcome.seconds };
  if ('died' in outcome) {
    return { status: 'failed', reason: `the solver's thread died: ${outcome.died}`, ...spent };
  }
  return outcome.stopped === 'time'
    ? { status: 'timeLimit', ...spent }
    : { status: 'failed', reason: 'aborted', ...spent };
}

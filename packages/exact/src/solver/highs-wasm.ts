import { fileURLToPath } from 'node:url';
import { highsOptions } from './highs-options';
import { highsStatus } from './highs-status';
import { assertProblem, type LinearProblem } from './problem';
import { assertOptions, type SolveResult, type Solver } from './solver';
import { threadPool } from './thread-pool';

/** Options of `highsWasm`. */
export type HighsWasmOptions = {
  /** How many problems are solved at a time, each in a thread (default 1). */
  readonly threads?: number;
  /** Seconds after its time limit that a solve which has not ended by itself is stopped (default 10). */
  readonly grace?: number;
  /** MiB of JavaScript heap of a thread (WebAssembly's memory is apart); Node's own limit unless given. */
  readonly heap?: number;
};

// beside this file in the sources, and beside the chunk that holds this in the built package
const worker = fileURLToPath(new URL('./highs-worker.cjs', import.meta.url));

type Answer = Omit<SolveResult, 'status'> & { readonly status: string; readonly retire: boolean };

const request = (problem: LinearProblem, options: object, start?: Float64Array) => ({
  options,
  start,
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
});

/**
 * HiGHS (https://highs.dev) compiled to WebAssembly, from npm's `highs`: needs no installation. Every solve runs in a
 * thread, which is reused; one that is aborted, does not keep its time or dies is a result (`timeLimit`, `failed`) of
 * that one problem. Memory of one problem is at most 2 GiB: some 5 million terms fit, 20 million did not.
 */
export function highsWasm({ threads = 1, grace = 10, heap }: HighsWasmOptions = {}): Solver {
  const pool = threadPool<ReturnType<typeof request>, Answer>(worker, {
    threads,
    ...(heap !== undefined && { heap }),
  });
  return {
    name: 'HiGHS (WebAssembly)',
    solve: async (problem, options) => {
      assertProblem(problem);
      assertOptions(problem, options);
      const task = request(problem, highsOptions(problem, options), options.start);
      const outcome = await pool.run(task, options.timeLimit + grace, options.signal);
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
    },
    close: pool.close,
  };
}

import { fail } from '@ibp/core';
import type { LinearProblem } from './problem';

/** What a solver is told besides the problem. */
export type SolveOptions = {
  /** Wall-clock seconds, more than 0. */
  readonly timeLimit: number;
  /** Stop at a solution of a whole-number problem whose objective is at most this. */
  readonly objectiveTarget?: number;
  /** Search for good solutions early (default). A proof that there are none goes faster without. */
  readonly heuristics?: boolean;
  /** Which method solves the linear problems: the solver's choice unless said. */
  readonly method?: 'simplex' | 'ipm';
  /** Only native solvers have more than one (the default). */
  readonly threads?: number;
  /** Values of all columns to start a whole-number search from. */
  readonly start?: Float64Array;
  readonly seed?: number;
  readonly signal?: AbortSignal;
};

/**
 * `target`: stopped at `objectiveTarget`. `timeLimit`: out of time, by itself or stopped. `failed`: anything else,
 * `reason` says what; the solver can be used again all the same.
 */
export type SolveStatus = 'optimal' | 'infeasible' | 'unbounded' | 'target' | 'timeLimit' | 'failed';

/** What a solver says of a problem. Nothing in it is a proof. */
export type SolveResult = {
  readonly status: SolveStatus;
  readonly reason?: string;
  /** Of the solution `x`, within the solver's tolerances; both left out when there is none. */
  readonly objective?: number;
  readonly x?: Float64Array;
  /** Of a linear problem. Near enough to derive a bound from, see `safeLowerBound`. */
  readonly rowDuals?: Float64Array;
  /** What the solver holds for a lower bound of the objective; no certificate. */
  readonly bound?: number;
  /** Of the branch-and-bound tree. */
  readonly nodes?: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Seconds of processor time, of the thread or process that solved; wall-clock where the platform does not tell. */
  readonly cpuSeconds: number;
};

/** Any solver of linear and mixed-integer problems. */
export type Solver = {
  readonly name: string;
  /** Rejects when the problem or the options are malformed; whatever happens while solving is a result. */
  readonly solve: (problem: LinearProblem, options: SolveOptions) => Promise<SolveResult>;
  /** Stops what runs and frees threads. */
  readonly close: () => Promise<void>;
};

/** Throws unless there is time to solve in, and a start of the problem's size. */
export function assertOptions({ columns }: LinearProblem, { timeLimit, start }: SolveOptions): void {
  if (!(timeLimit > 0)) fail('solve', `expected a time limit of more than 0 s, got ${timeLimit}`);
  if (start && start.length !== columns) fail('solve', `expected a start of ${columns}, got ${start.length}`);
}

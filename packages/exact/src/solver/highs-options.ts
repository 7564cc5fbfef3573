import type { LinearProblem } from './problem';
import type { SolveOptions } from './solver';

export type HighsOptions = { readonly [name: string]: boolean | number | string };

const noHeuristics: HighsOptions = {
  mip_heuristic_effort: 0,
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_root_reduced_cost: false,
};

/** How HiGHS calls what is asked of it. */
export function highsOptions(problem: LinearProblem, options: SolveOptions): HighsOptions {
  const { timeLimit, objectiveTarget, heuristics = true, method, seed = 0 } = options;
  const methodOf = problem.integer ? 'mip_lp_solver' : 'solver';
  return {
    time_limit: timeLimit,
    random_seed: seed,
    mip_rel_gap: 0,
    // by default HiGHS drops coefficients of up to 1e-9 without a word; this is as low as it goes
    small_matrix_value: 1e-12,
    ...(objectiveTarget !== undefined && { objective_target: objectiveTarget }),
    ...(method && { [methodOf]: method }),
    ...(!heuristics && noHeuristics),
  };
}

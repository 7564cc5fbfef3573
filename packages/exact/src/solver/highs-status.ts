import type { SolveStatus } from './solver';

/** As the API of HiGHS names them, and as its solution files do. */
const statuses: { readonly [highs: string]: SolveStatus } = {
  optimal: 'optimal',
  Optimal: 'optimal',
  infeasible: 'infeasible',
  Infeasible: 'infeasible',
  unbounded: 'unbounded',
  Unbounded: 'unbounded',
  objectiveTarget: 'target',
  'Target for objective reached': 'target',
  timeLimit: 'timeLimit',
  'Time limit reached': 'timeLimit',
};

/** What is neither a result nor a limit that was asked for counts as failed. */
export function highsStatus(name: string): { readonly status: SolveStatus; readonly reason?: string } {
  const status = statuses[name];
  return status ? { status } : { status: 'failed', reason: `HiGHS ended with "${name}"` };
}

import type { SolveBy } from '@ibp/cluster';
import { highsWasm } from '@ibp/exact/highs';
import { stagesOf } from '../certification/stages';
import { loadCluster } from './load-cluster';

/** Settles cases as `certify` does, by tfjs alone: what a case comes to depends on no engine that a machine may lack. */
export async function campaignSolve(): Promise<SolveBy> {
  const { solveBy } = await loadCluster();
  return solveBy((method) => {
    const { elision, ...settings } = method;
    return stagesOf(settings, { solver: highsWasm({ threads: 1 }), engine: undefined, elision });
  });
}

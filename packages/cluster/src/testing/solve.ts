import { ibp } from '@ibp/layers';
import { boundStage, branchAndBoundStage, cleanStage } from '@ibp/verify';
import { solveBy } from '../work/solve-by';

/** Settles examples by intervals, and what they leave open by branch and bound. */
export const solveTiny = solveBy(({ nodes }) => [
  cleanStage(),
  boundStage('ibp', ibp()),
  branchAndBoundStage({ maxNodes: nodes }),
]);

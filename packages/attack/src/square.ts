import { fail } from '@ibp/core';
import type { Engine } from '@ibp/layers';
import { assertWhole } from './assert';
import type { Attack } from './attack';
import { drive } from './drive';
import { createEvaluator } from './gradients/evaluator';
import type { AttackLoss } from './losses/loss';
import { margin } from './losses/margin';
import { linf } from './norms/linf';
import { type Problem, readProblem } from './problem';
import type { Plan } from './run';
import { beginSquareRun, type SquareRun } from './square-run';

/** Options of `square`. */
export type SquareOptions = {
  /** Evaluations of a run; 1,000 unless given. */
  readonly steps?: number;
  /** Runs for each example; 1 unless given. */
  readonly restarts?: number;
  /** Share of the elements that the first squares cover; 0.8 unless given. */
  readonly share?: number;
  /** The margin unless given. */
  readonly loss?: AttackLoss;
  readonly engine?: Engine;
  /** Runs at once; 128 unless given. */
  readonly batchSize?: number;
};

/**
 * The Square attack (Andriushchenko et al. 2020) in the l-infinity ball: random search that moves squares of the image
 * to the ball's edge and keeps what raises the loss. It looks at values alone, so nothing is hidden from it by a
 * gradient that is zero or lies. An input that is no image is taken for one that is a pixel wide.
 *
 * @throws when an option is not a number of its kind. The attack throws when the task does not fit the network.
 */
export function square(options: SquareOptions = {}): Attack {
  const { steps = 1000, restarts = 1, share = 0.8, loss = margin(), engine, batchSize = 128 } = options;
  assertWhole('square', 'steps', steps, 1);
  assertWhole('square', 'restarts', restarts, 1);
  assertWhole('square', 'batchSize', batchSize, 1);
  if (!(share > 0 && share <= 1)) fail('square', `expected share to be above 0 and at most 1, got ${share}`);
  const evaluator = createEvaluator(loss, engine);
  return async (network, task) => {
    const problem = await readProblem('square', network, task, linf());
    return drive(problem, {
      plans: () => plans(problem, restarts, { steps, share }),
      oracle: { cost: 1, evaluate: (runs) => evaluator.evaluate(problem, runs, 'values') },
      batchSize,
    });
  };
}

function* plans(problem: Problem, restarts: number, run: SquareRun): Iterable<Plan> {
  for (let restart = 0; restart < restarts; restart++) {
    for (let example = 0; example < problem.examples; example++) {
      yield { example, begin: () => beginSquareRun(problem, example, restart, run) };
    }
  }
}

import { assertShape, fail } from '@ibp/core';
import type { Engine } from '@ibp/layers';
import { assertWhole } from './assert';
import type { Attack } from './attack';
import { clipToBox } from './ball';
import { drive } from './drive';
import { backpropagation } from './gradients/backpropagation';
import { createEvaluator } from './gradients/evaluator';
import type { Gradients } from './gradients/gradients';
import type { AttackLoss } from './losses/loss';
import { margin } from './losses/margin';
import { linf } from './norms/linf';
import type { Norm } from './norms/norm';
import type { AttackOptimizer } from './optimizers/optimizer';
import { type StepSize, stepSizeOf } from './optimizers/step-size';
import { type Problem, readProblem } from './problem';
import { randomOf } from './random';
import type { Plan, Run } from './run';
import { type Targets, untargeted } from './targets';

/** A point for each example and restart, as from a solver that has found a promising one. */
export type Start = (example: number, restart: number) => ArrayLike<number>;

/** Options of `pgd`, each of its parts a function that can be replaced. */
export type PgdOptions = {
  /** Steps of a run; 40 unless given. The paper evaluates with 200. */
  readonly steps?: number;
  /** Runs for each example and target, from other points; 1 unless given. The paper evaluates with 10. */
  readonly restarts?: number;
  /** Where a run begins: at random in the ball (unless given), at the example, or at a point, which is projected. */
  readonly start?: 'random' | 'example' | Start;
  /** A share of epsilon, or a schedule of shares; the optimiser's own unless given. */
  readonly stepSize?: number | StepSize;
  /** Sign steps for `linf()`, normalised ones for `l2()`, unless given. */
  readonly optimizer?: AttackOptimizer;
  /** The margin unless given. */
  readonly loss?: AttackLoss;
  /** Untargeted unless given. */
  readonly targets?: Targets;
  /** `linf()` unless given. */
  readonly norm?: Norm;
  /** `backpropagation()` unless given; `spsa()` needs none of the network. */
  readonly gradients?: Gradients;
  /** Computes the network as one compiled function: `onnxEngine()` of `@ibp/onnx`. */
  readonly engine?: Engine;
  /** Runs at once; 128 unless given. */
  readonly batchSize?: number;
};

/**
 * Projected gradient descent (Madry et al. 2018), of any make: from random points of the ball, uphill in a loss of the
 * specifications' values, back into the ball and the input's range after every step. Runs over restarts and targets are
 * batched; an example that is broken leaves the batch.
 *
 * @throws when an option is not a number of its kind. The attack throws when the task does not fit the network.
 *
 * @example
 * ```ts
 * import { pgd } from '@ibp/attack';
 * import { classificationSpec } from '@ibp/bounds';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const task = { x: tf.tensor2d([[0.9, 0.1], [0.3, 0.7]]), spec: classificationSpec([2, 2], 3), epsilon: 0.1 };
 * const { examples } = await pgd({ steps: 20, restarts: 5 })(net, task);
 * console.log(examples.map(({ status }) => status).join(' ')); // unbroken broken
 * ```
 */
export function pgd(options: PgdOptions = {}): Attack {
  const { steps = 40, restarts = 1, start = 'random', batchSize = 128, engine } = options;
  const { norm = linf(), targets = untargeted(), loss = margin(), gradients = backpropagation() } = options;
  const { optimizer = norm.optimizer } = options;
  assertWhole('pgd', 'steps', steps, 1);
  assertWhole('pgd', 'restarts', restarts, 1);
  assertWhole('pgd', 'batchSize', batchSize, 1);
  if (typeof start !== 'function' && start !== 'random' && start !== 'example') {
    fail('pgd', `expected start to be "random", "example" or a function, got "${start}"`);
  }
  const stepSize = stepSizeOf('pgd', options.stepSize ?? optimizer.stepSize);
  const evaluator = createEvaluator(loss, engine);
  return async (network, task) => {
    const problem = await readProblem('pgd', network, task, norm);
    const begin = { steps, stepSize, optimizer, start };
    return drive(problem, {
      plans: (clean) => plans(problem, targets, restarts, clean, begin),
      oracle: gradients(problem, evaluator),
      batchSize,
    });
  };
}

type Begin = Required<Pick<PgdOptions, 'steps' | 'optimizer' | 'start'>> & { readonly stepSize: StepSize };

/** All examples' first starts come before any second one: an example that breaks early costs no more. */
function* plans(
  problem: Problem,
  targets: Targets,
  restarts: number,
  clean: readonly Float64Array[],
  begin: Begin,
): Iterable<Plan> {
  const chosen = clean.map((margins, example) => targets(margins, example));
  for (let restart = 0; restart < restarts; restart++) {
    for (const [example, own] of chosen.entries()) {
      for (const target of own) {
        yield { example, begin: () => beginRun(problem, { example, restart, target }, begin) };
      }
    }
  }
}

function beginRun(
  problem: Problem,
  { example, restart, target }: { example: number; restart: number; target: number },
  { steps, stepSize, optimizer, start }: Begin,
): Run {
  const { norm, size } = problem;
  const ball = problem.balls[example]!;
  const random = randomOf(problem.seed, problem.numberOf(example), restart, target);
  const point = ball.x.slice();
  if (start === 'random') norm.draw(point, ball, random);
  if (typeof start === 'function') {
    const given = start(example, restart);
    assertShape('pgd: start', [given.length], [size]);
    point.set(given);
  }
  const project = (at: Float32Array) => norm.project(at, ball);
  project(point);
  const move = optimizer.begin({ size, steps, radii: ball.radii, stepSize, project });
  let step = 0;
  return {
    ...{ example, target, point, random },
    ...(optimizer.signs &&
      norm.project === clipToBox && { share: () => (step < steps ? stepSize(step, steps) : 0) }),
    advance: ({ loss, gradient, next }) => {
      if (step >= steps) return false; // that was the value at the last point
      if (next) point.set(next);
      else {
        move(point, { step, loss, gradient });
        project(point);
      }
      step += 1;
      return true;
    },
  };
}

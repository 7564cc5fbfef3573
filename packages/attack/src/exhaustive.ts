import { fail } from '@ibp/core';
import type { Engine } from '@ibp/layers';
import { assertWhole } from './assert';
import type { Attack } from './attack';
import type { Ball } from './ball';
import { drive } from './drive';
import { createEvaluator } from './gradients/evaluator';
import { margin } from './losses/margin';
import { linf } from './norms/linf';
import { type Problem, readProblem } from './problem';
import { randomOf } from './random';
import type { Plan } from './run';
import { ANY } from './targets';

/** Options of `exhaustive`. */
export type ExhaustiveOptions = {
  /** Points along each element of the input, both ends among them; 11 unless given. */
  readonly points?: number;
  /** The elements that change, as indices into the flattened input; all unless given. The others stay. */
  readonly elements?: readonly number[];
  /** Grids of more points are refused; 1,000,000 unless given. */
  readonly maxPoints?: number;
  readonly engine?: Engine;
  /** Points at once; 1,024 unless given. */
  readonly batchSize?: number;
};

/**
 * Looks at every point of a grid over the box, corners and edges included: for boxes of a few dimensions, where it finds
 * what gradients do not lead to (figure 1 of Gowal et al. 2019). Between the points of the grid it sees nothing: an
 * example that stays unbroken is not verified.
 *
 * @throws when an option is not a number of its kind. The attack throws when the grid has more than `maxPoints` points,
 * or the task does not fit the network.
 *
 * @example
 * ```ts
 * import { exhaustive } from '@ibp/attack';
 * import { classificationSpec } from '@ibp/bounds';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const task = { x: tf.tensor2d([[0.3, 0.7]]), spec: classificationSpec([2], 3), epsilon: 0.1 };
 * const { examples } = await exhaustive({ points: 3 })(net, task); // the corners, the middle and between
 * console.log(examples[0]?.status); // broken
 * ```
 */
export function exhaustive(options: ExhaustiveOptions = {}): Attack {
  const { points = 11, elements, maxPoints = 1e6, engine, batchSize = 1024 } = options;
  assertWhole('exhaustive', 'points', points, 2);
  assertWhole('exhaustive', 'maxPoints', maxPoints, 1);
  assertWhole('exhaustive', 'batchSize', batchSize, 1);
  const evaluator = createEvaluator(margin(), engine);
  return async (network, task) => {
    const problem = await readProblem('exhaustive', network, task, linf());
    const axes = problem.balls.map((ball) => axesOf(ball, elements, problem.size));
    const most = Math.max(...axes.map((own) => points ** own.length));
    if (most > maxPoints) {
      const dimensions = Math.max(...axes.map((own) => own.length));
      fail(
        'exhaustive',
        `expected at most ${maxPoints} points, got ${points}^${dimensions}; name a few elements`,
      );
    }
    return drive(problem, {
      plans: () => plans(problem, axes, points),
      oracle: { cost: 1, evaluate: (runs) => evaluator.evaluate(problem, runs, 'values') },
      batchSize,
    });
  };
}

/** The elements among those named in which the box has a width. */
function axesOf({ lower, upper }: Ball, elements: readonly number[] | undefined, size: number): number[] {
  for (const i of elements ?? []) assertWhole('exhaustive', 'elements', i, 0, size - 1);
  const named = elements ? [...new Set(elements)] : Array.from({ length: size }, (_, i) => i);
  return named.filter((i) => lower[i]! < upper[i]!);
}

/** One run for each point, over after one evaluation. */
function* plans(problem: Problem, axes: readonly number[][], points: number): Iterable<Plan> {
  for (const [example, own] of axes.entries()) {
    const random = randomOf(problem.seed, problem.numberOf(example));
    for (let index = 0; index < points ** own.length; index++) {
      const begin = () => ({
        ...{ example, target: ANY, random },
        point: gridPoint(problem, example, own, points, index),
        advance: () => false,
      });
      yield { example, begin };
    }
  }
}

/** The point of the grid whose position along each axis is a digit of `index`. */
function gridPoint(
  problem: Problem,
  example: number,
  axes: readonly number[],
  points: number,
  index: number,
): Float32Array {
  const ball = problem.balls[example]!;
  const point = ball.x.slice();
  let rest = index;
  for (const i of axes) {
    const share = (rest % points) / (points - 1);
    point[i] = ball.lower[i]! * (1 - share) + ball.upper[i]! * share;
    rest = Math.floor(rest / points);
  }
  problem.norm.project(point, ball); // rounding may lead over the edge
  return point;
}

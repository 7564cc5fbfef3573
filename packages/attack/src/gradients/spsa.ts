import { assertPerFeature, isPerFeature, ofFeature, type PerFeature } from '@ibp/bounds';
import { assertPositive, assertWhole } from '../assert';
import type { Problem } from '../problem';
import type { AttackDraw } from '../random';
import type { Evaluation, Run } from '../run';
import type { Evaluator } from './evaluator';
import type { Gradients } from './gradients';

/**
 * An estimate of the gradient from values alone, for networks whose gradients are zero or lie: the mean slope between
 * `point + delta s` and `point - delta s` for random signs `s` (simultaneous perturbation; Spall 1992, Uesato et al.
 * 2018). Points on the way may leave the ball and the range; none of them is taken for a witness.
 *
 * @param options.samples directions at each step, two evaluations each; 16 unless given.
 * @param options.delta in the units of the input, a number or one for each feature: as wide as what is to be looked
 * across; 0.01 unless given. Features of radius 0 stay where they are.
 */
export function spsa(options: { readonly samples?: number; readonly delta?: PerFeature } = {}): Gradients {
  const { samples = 16, delta = 0.01 } = options;
  assertWhole('spsa', 'samples', samples, 1);
  for (const one of isPerFeature(delta) ? Array.from(delta) : [delta]) assertPositive('spsa', 'delta', one);
  return (problem, evaluator) => {
    assertPerFeature('spsa', 'delta', delta, problem.network.inputShape);
    const steps = new WeakMap<AttackDraw, number>(); // of each run: what other runs draw changes nothing
    return {
      cost: 1 + 2 * samples,
      evaluate: async (runs) => {
        const at = await evaluator.evaluate(problem, runs, 'values');
        const gradients = runs.map(() => new Float32Array(problem.size));
        for (let sample = 0; sample < samples; sample++) {
          const signs = runs.map(({ random, example }) => {
            const { radii } = problem.balls[example]!;
            const drawn = random(`spsa:${steps.get(random) ?? 0}:${sample}`, problem.size, 'sign');
            return drawn.map((sign, j) => (radii[j]! > 0 ? sign : 0));
          });
          const rises = await risesAlong(problem, evaluator, runs, signs, delta);
          for (const [i, gradient] of gradients.entries()) {
            for (let j = 0; j < gradient.length; j++) {
              const slope = rises[i]! / (2 * ofFeature(delta, j));
              gradient[j] = gradient[j]! + (slope / samples) * signs[i]![j]!;
            }
          }
        }
        for (const { random } of runs) steps.set(random, (steps.get(random) ?? 0) + 1);
        return at.map((evaluation, i): Evaluation => ({ ...evaluation, gradient: gradients[i]! }));
      },
    };
  };
}

/** By how much each run's loss rises from `delta` before its point to `delta` after it, along its signs. */
async function risesAlong(
  problem: Problem,
  evaluator: Evaluator,
  runs: readonly Run[],
  signs: readonly Float32Array[],
  delta: PerFeature,
): Promise<number[]> {
  const moved = (side: number): Run[] =>
    runs.map((run, i) => ({
      ...run,
      point: run.point.map((v, j) => v + side * ofFeature(delta, j) * signs[i]![j]!),
    }));
  const evaluated = await evaluator.evaluate(problem, [...moved(1), ...moved(-1)], 'values');
  return runs.map((_, i) => evaluated[i]!.loss - evaluated[i + runs.length]!.loss);
}

import { assertInputs, assertSpec, readBall } from '@ibp/bounds';
import { assertShape } from '@ibp/core';
import { type LoweredNetwork, type Network, outputShape } from '@ibp/layers';
import { assertWhole } from './assert';
import type { AttackTask } from './attack';
import { type Ball, createBall, radiiOf } from './ball';
import type { Norm } from './norms/norm';

/** A task, checked and read from its tensors: everything that does not change while it is attacked. */
export type Problem = {
  readonly network: Network | LoweredNetwork;
  readonly examples: number;
  /** Elements of one input, of one output; specifications of one example. */
  readonly size: number;
  readonly units: number;
  readonly specs: number;
  /** `[examples, specs, units]` and `[examples, specs]`. */
  readonly c: Float32Array;
  readonly d: Float32Array;
  readonly norm: Norm;
  readonly seed: number;
  /** What the draws of an example go by. */
  readonly numberOf: (example: number) => number;
  readonly violations: number;
  /** Whether an example is left alone. */
  readonly skips: (example: number) => boolean;
  readonly signal: AbortSignal | undefined;
  /** The ball around each example. */
  readonly balls: readonly Ball[];
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * @throws when epsilon is negative or not finite, the range is empty, either has not as many numbers as an input, the seed or `violations` is not a whole number that
 * fits, the input or the specification is not of the network's shapes, or an input is not finite or out of the range.
 */
export async function readProblem(
  where: string,
  network: Network | LoweredNetwork,
  task: AttackTask,
  norm: Norm,
): Promise<Problem> {
  const { x, spec, seed = 0, numbers, violations = 1, skip, signal } = task;
  const size = sizeOf(network.inputShape);
  const ball = await readBall(where, network.inputShape, task, norm.reach(size));
  assertShape(where, x.shape, [null, ...network.inputShape]);
  const units = outputShape(network);
  assertSpec(where, spec, units, x.shape[0]!);
  const [examples, specs] = spec.d.shape;
  assertWhole(where, 'violations', violations, 1, specs);
  if (skip) assertShape(`${where}: skip`, [skip.length], [examples]);
  if (numbers) assertShape(`${where}: numbers`, [numbers.length], [examples]);
  for (const number of numbers ?? []) assertWhole(where, 'numbers', number, 0);
  assertWhole(where, 'seed', seed, Number.MIN_SAFE_INTEGER);
  const [inputs, c, d] = await Promise.all([x.data(), spec.c.data(), spec.d.data()]);
  assertInputs(where, inputs, network.inputShape, ball.range);
  const radii = radiiOf(ball, size);
  const balls = Array.from({ length: examples }, (_, i) =>
    createBall(Float32Array.from(inputs.subarray(i * size, (i + 1) * size)), radii, ball),
  );
  return {
    ...{
      network,
      examples,
      size,
      units: sizeOf(units),
      specs,
      norm,
      seed,
      violations,
      signal,
      balls,
    },
    numberOf: (example) => numbers?.[example] ?? example,
    skips: (example) => skip?.[example] ?? false,
    c: Float32Array.from(c),
    d: Float32Array.from(d),
  };
}

import { apply } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from './problem';
import { type Score, scoreOf } from './score';

/** A point that is said to break an example's specifications. */
export type Claim = { readonly example: number; readonly point: Float32Array };

/**
 * The values of the specifications at a point, from the plain network's output and in float64: what a claim is held to,
 * whatever computed it.
 */
export type Verdict = Score & {
  readonly values: Float64Array;
  /** Whether the point is in the ball and the range, in float64, and violates as many specifications as asked. */
  readonly broken: boolean;
};

const AT_ONCE = 128;

/** Runs points through the plain network, as tfjs computes it. */
export async function judge(problem: Problem, claims: readonly Claim[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let first = 0; first < claims.length; first += AT_ONCE) {
    const some = claims.slice(first, first + AT_ONCE);
    const outputs = await run(
      problem,
      some.map(({ point }) => point),
    );
    for (const [i, claim] of some.entries()) {
      const output = outputs.subarray(i * problem.units, (i + 1) * problem.units);
      const values = specValues(problem, claim.example, output);
      const score = scoreOf(values, problem.violations);
      const inBall = problem.norm.contains(claim.point, problem.balls[claim.example]!);
      verdicts.push({ ...score, values, broken: inBall && score.margin > 0 });
    }
  }
  return verdicts;
}

async function run({ network, size }: Problem, points: readonly Float32Array[]): Promise<Float32Array> {
  const output = tf.tidy(() => {
    const all = new Float32Array(points.length * size);
    for (const [i, point] of points.entries()) all.set(point, i * size);
    return apply(network, tf.tensor(all, [points.length, ...network.inputShape]));
  });
  try {
    return (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
}

/** `c . z + d` in float64. */
function specValues({ c, d, specs, units }: Problem, example: number, output: Float32Array): Float64Array {
  return Float64Array.from({ length: specs }, (_, j) => {
    const row = example * specs + j;
    let sum = d[row]!;
    for (let i = 0; i < units; i++) sum += c[row * units + i]! * output[i]!;
    return sum;
  });
}

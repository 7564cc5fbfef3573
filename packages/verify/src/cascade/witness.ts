import { float32Range, ofFeature, specValues } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { plainForward } from '@ibp/exact';
import { apply, type LoweredNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type Ball, type Question, rowCount } from './question';
import { inputsOf, specOf } from './tensors';
import type { Witness } from './verdict';

type Networks = { readonly network: Network | LoweredNetwork; readonly plain: PlainNetwork };

/** Whether a point is in the ball, in float64 on the input as stored; NaN is not. */
export function isInBall(point: Float32Array, { x }: Question, { epsilon, range }: Ball): boolean {
  return (
    point.length === x.length &&
    point.every((v, i) => {
      // as an input would be stored: 0.3 in float32 is a little more than 0.3
      const [least, greatest] = float32Range(range, i);
      return Math.abs(v - x[i]!) <= ofFeature(epsilon, i) && v >= least && v <= greatest;
    })
  );
}

/** The values of a question's rows at an output. */
export function rowValues({ spec }: Question, output: Float64Array): Float64Array {
  return spec.d.map((d, row) => {
    const c = spec.c.subarray(row * output.length, (row + 1) * output.length);
    return c.reduce((sum, weight, i) => sum + weight * output[i]!, d);
  });
}

/**
 * The point as a witness, if it is one: in the ball, and with a row above 0 both in the network as it runs (float32)
 * and in float64. Of several such rows, the one that is broken most.
 */
export function checkWitness(
  point: Float32Array,
  question: Question,
  ball: Ball,
  { network, plain }: Networks,
): Witness | undefined {
  if (!isInBall(point, question, ball)) return undefined;
  const exact = rowValues(question, plainForward(plain, Float64Array.from(point)));
  const running = tf.tidy(() => {
    const rows = [Array.from({ length: rowCount(question) }, (_, i) => i)];
    const at = { ...question, x: point };
    return specValues(specOf(network, [at], rows), apply(network, inputsOf(network, [at]))).dataSync();
  });
  let found: Witness | undefined;
  for (const [row, margin] of exact.entries()) {
    if (margin > 0 && running[row]! > 0 && margin > (found?.margin ?? 0)) found = { x: point, row, margin };
  }
  return found;
}

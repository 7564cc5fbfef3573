import { float32Range, ofFeature, specValues } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { type Arithmetic, leastAt, plainForward, someRows } from '@ibp/exact';
import { apply, type LoweredNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { float32Within } from '../property/region';
import { type Ball, conjunctionsOf, type Question, rowCount } from './question';
import { inputsOf, specOf } from './tensors';
import type { Witness } from './verdict';

type Networks = {
  readonly network: Network | LoweredNetwork;
  readonly plain: PlainNetwork;
  /** Real numbers unless given. */
  readonly arithmetic?: Arithmetic;
};

/** Whether a point is in the ball, or in the box of a property, in float64 on the input as stored; NaN is not. */
export function isInBall(point: Float32Array, { x, about }: Question, { epsilon, range }: Ball): boolean {
  return (
    point.length === x.length &&
    point.every((v, i) => {
      // where an interval holds no float32, the one nearest to it stands for its end
      if (about) return v === float32Within(v, about.box.lower[i]!, about.box.upper[i]!);
      // as an input would be stored: 0.3 in float32 is a little more than 0.3
      const [least, greatest] = float32Range(range, i);
      return Math.abs(v - x[i]!) <= ofFeature(epsilon, i) && v >= least && v <= greatest;
    })
  );
}

/** What is about a box, if it is. */
type InBox = { readonly about?: Pick<NonNullable<Question['about']>, 'box'> };

/** The real input that a float32 one stands for: of a property, one in its box. */
export const realPoint = (point: Float32Array, { about }: InBox): Float64Array =>
  Float64Array.from(point, (v, i) =>
    about ? Math.min(Math.max(v, about.box.lower[i]!), about.box.upper[i]!) : v,
  );

/** The values of a question's rows at an output. */
export function rowValues({ spec }: Question, output: Float64Array): Float64Array {
  return spec.d.map((d, row) => {
    const c = spec.c.subarray(row * output.length, (row + 1) * output.length);
    return c.reduce((sum, weight, i) => sum + weight * output[i]!, d);
  });
}

/**
 * The point as a witness, if it is one: in the ball, and with a row (of a property, all rows of a conjunction) above 0
 * both in the network as it runs (float32) and, whatever float64 has rounded, as real numbers;
 * in an arithmetic other than `real`, in every order of summation. Of several such rows, the one that is broken most.
 */
export function checkWitness(
  point: Float32Array,
  question: Question,
  ball: Ball,
  { network, plain, arithmetic = 'real' }: Networks,
): Witness | undefined {
  if (!isInBall(point, question, ball)) return undefined;
  const real = realPoint(point, question);
  if (arithmetic !== 'real' && real.some((v) => Math.fround(v) !== v)) return undefined;
  const surely = (rows: readonly number[]) =>
    leastAt(plain, someRows(question.spec, rows), real, arithmetic).every((value) => value > 0);
  const running = tf.tidy(() => {
    const rows = [Array.from({ length: rowCount(question) }, (_, i) => i)];
    const at = { ...question, x: point };
    return specValues(specOf(network, [at], rows), apply(network, inputsOf(network, [at]))).dataSync();
  });
  const conjunctions = conjunctionsOf(question);
  // most points are no witness, and float64 takes far longer to find it
  if (!conjunctions.some((rows) => rows.every((row) => running[row]! > 0))) return undefined;
  const exact = rowValues(question, plainForward(plain, real));
  let found: Witness | undefined;
  for (const [conjunction, rows] of conjunctions.entries()) {
    if (!rows.every((row) => exact[row]! > 0 && running[row]! > 0)) continue;
    const row = rows.reduce((least, other) => (exact[other]! < exact[least]! ? other : least));
    const margin = exact[row]!;
    if (!(margin > (found?.margin ?? 0)) || !surely(rows)) continue;
    found = { x: point, row, ...(question.about ? { conjunction } : {}), margin };
  }
  return found;
}

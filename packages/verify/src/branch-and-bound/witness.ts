import { type LinearSpec, pointBounds, specValues } from '@ibp/bounds';
import { apply, ibp } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Problem } from './problem';

/** An input of the box at which a specification fails: its real value there is above 0, `value` by a forward pass. */
export type FoundWitness = {
  readonly x: Float32Array;
  readonly spec: number;
  readonly value: number;
};

/** How far the first and the last step of an ascent go, of the box. */
const [firstStep, lastStep] = [0.15, 0.002];

/** Points moved up their own specification by signed gradient steps inside the box. */
function ascend(
  { network, input, spec }: Problem,
  start: tf.Tensor,
  specs: readonly number[],
  steps: number,
): tf.Tensor {
  const rows = tf.gather(tf.squeeze(spec.c, [0]), tf.tensor1d([...specs], 'int32'));
  const value = (x: tf.Tensor) => tf.sum(tf.mul(apply(network, x), rows)) as tf.Scalar;
  const reach = tf.sub(input.upper, input.lower);
  let x = start;
  for (let t = 0; t < steps; t++) {
    const step = tf.mul(reach, firstStep * (lastStep / firstStep) ** (t / Math.max(1, steps - 1)));
    x = tf.tidy(() => {
      const moved = tf.add(x, tf.mul(step, tf.sign(tf.grad(value)(x))));
      return tf.minimum(tf.maximum(moved, input.lower), input.upper);
    });
  }
  return x;
}

/** Lower bounds of the real values of specifications at points: a forward pass alone may be off by its rounding. */
function leastValues(
  network: Problem['network'],
  x: tf.Tensor,
  { c, d }: LinearSpec,
): Float32Array | Int32Array | Uint8Array {
  const greatest = ibp()(network, pointBounds(x), { c: tf.neg(c), d: tf.neg(d) });
  return tf.neg(greatest).dataSync();
}

export type AttackOptions = {
  readonly attackSteps: number;
  readonly improve?: ((x: tf.Tensor) => tf.Tensor) | undefined;
};

/**
 * Runs points through the network, as they are and after an ascent. The first counter-example, if there is one; every
 * point counts for all specifications.
 *
 * @param specs of each point: which specification its ascent is on.
 */
export function counterExample(
  problem: Problem,
  points: readonly Float32Array[],
  specs: readonly number[],
  { attackSteps, improve }: AttackOptions,
): FoundWitness | undefined {
  const { network, input, spec } = problem;
  return tf.tidy(() => {
    const size = points[0]!.length;
    const joined = new Float32Array(points.length * size);
    points.forEach((point, i) => {
      joined.set(point, i * size);
    });
    const given = tf.tensor(joined, [points.length, ...network.inputShape]);
    const moved = [
      given,
      ...(attackSteps > 0 ? [ascend(problem, given, specs, attackSteps)] : []),
      ...(improve ? [improve(given)] : []),
    ];
    const x = tf.minimum(tf.maximum(tf.concat(moved), input.lower), input.upper);
    const n = x.shape[0]!;
    const many = {
      c: tf.tile(spec.c, [n, ...spec.c.shape.slice(1).map(() => 1)]),
      d: tf.tile(spec.d, [n, 1]) as tf.Tensor2D,
    };
    const values = specValues(many, apply(network, x)).dataSync();
    const count = spec.d.shape[1];
    const high = (value: number) => value > 0 && Number.isFinite(value);
    if (!values.some(high)) return undefined;
    const least = leastValues(network, x, many);
    const at = values.findIndex((value, i) => high(value) && least[i]! > 0);
    if (at < 0) return undefined;
    const row = Math.floor(at / count);
    const data = x.dataSync();
    return {
      x: Float32Array.from(data.subarray(row * size, (row + 1) * size)),
      spec: at % count,
      value: values[at]!,
    };
  });
}

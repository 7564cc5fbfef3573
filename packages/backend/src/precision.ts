import * as tf from '@tensorflow/tfjs-core';
import { selfTest } from './self-test/self-test';

/** How exactly a backend computes, as `probePrecision` found it out. */
export type Precision = {
  readonly backend: string;
  /** The smallest power of two that every probed op can add to 1; 2^-23 in float32, 2^-10 in float16. */
  readonly epsilon: number;
  /** Whether every probed op keeps (nearly) float32's precision, and its range. */
  readonly float32: boolean;
  /** Whether numbers below 2^-126 survive; many backends flush them to 0, which is no defect. */
  readonly subnormals: boolean;
};

const POWERS = Array.from({ length: 24 }, (_, i) => 2 ** -i); // 1 to 2^-23
const EXTREMES = [1e30, 1e-30];
// Leaves room for convolutions that compute by transforms, and none for the 2^-10 of float16 and TF32.
const LIMIT = 2 ** -20;

/** Ways to compute a + b (vectors of equal length) by the ops that carry a network. */
const sums: readonly ((a: tf.Tensor1D, b: tf.Tensor1D) => tf.Tensor)[] = [
  (a, b) => tf.add(a, b),
  (a, b) => tf.sum(tf.stack([a, b], 1), 1),
  (a, b) => tf.matMul(tf.stack([a, b], 1) as tf.Tensor2D, tf.ones<tf.Rank.R2>([2, 1])),
  (a, b) =>
    tf.conv2d(
      tf.reshape<tf.Rank.R4>(tf.stack([a, b], 1), [1, a.size, 1, 2]),
      tf.ones([1, 1, 2, 1]),
      1,
      'valid',
    ),
];

/** Ways to compute x by an op that may first round its operands. */
const copies: readonly ((x: tf.Tensor1D) => tf.Tensor)[] = [
  (x) => tf.mul(x, tf.ones([1])),
  (x) => tf.matMul(tf.reshape(x, [-1, 1]), tf.ones<tf.Rank.R2>([1, 1])),
  (x) => tf.matMul(tf.ones<tf.Rank.R2>([1, 1]), tf.reshape(x, [1, -1])),
  (x) => tf.conv2d(tf.reshape<tf.Rank.R4>(x, [1, -1, 1, 1]), tf.ones([1, 1, 1, 1]), 1, 'valid'),
];

// By instance: a backend of the same name may be registered anew.
const known = new WeakMap<object, Promise<Precision>>();

/**
 * Measures the precision of the current backend by running its ops, among them the matrix product and
 * convolution. tfjs on WebGL may silently compute in float16, and hardware may round the operands of
 * matrix products (TF32), under which a bound is no bound. Measured once per backend.
 *
 * @example
 * ```ts
 * import { probePrecision } from '@ibp/backend';
 *
 * const { float32 } = await probePrecision();
 * console.log(float32); // true
 * ```
 */
export function probePrecision(): Promise<Precision> {
  const backend = tf.backend();
  const precision = known.get(backend) ?? measure();
  known.set(backend, precision);
  precision.catch(() => known.delete(backend)); // to be tried again
  return precision;
}

/**
 * That the current backend may certify: it computes in float32, and a bound that is known comes out right, as on wasm it
 * does not without `@ibp/backend/wasm`.
 *
 * @throws `where: expected ..., got ...` where not.
 */
export async function assertFloat32(where: string): Promise<void> {
  const precision = await probePrecision();
  assertPrecision(where, precision, 'use wasm, tfjs-node or cpu');
  await selfTest(['kinds', 'reading', 'bound']).catch((error: Error) => {
    const advice = 'its results cannot certify anything; let selectBackend choose one and repair its kernels';
    throw new Error(`${where}: ${error.message}: ${advice}`);
  });
}

/**
 * As {@link assertFloat32}, of what computes elsewhere.
 *
 * @param advice what to use instead.
 */
export function assertPrecision(
  where: string,
  { backend, epsilon, float32 }: Pick<Precision, 'backend' | 'epsilon' | 'float32'>,
  advice: string,
): void {
  if (float32) return;
  throw new Error(
    `${where}: expected a backend that computes in float32, got "${backend}" with epsilon ${epsilon.toExponential(1)}: ` +
      `its results cannot certify anything; ${advice}`,
  );
}

const flat = (tensors: tf.Tensor[]) => tf.concat(tensors.map((t) => tf.reshape(t, [-1])));

/**
 * The probe for those who compute elsewhere than in tfjs: run `compute`, a function of tfjs ops, on the `inputs`, and
 * `judge` the values it gives.
 */
export const precisionProbe = {
  inputs: {
    ones: POWERS.map(() => 1),
    powers: POWERS,
    above: POWERS.map((p) => 1 + p),
    far: EXTREMES,
    tiny: [1e-40],
  },
  compute: (given: { readonly [name: string]: tf.Tensor }): { readonly [K in Outcome]: tf.Tensor } => {
    const { ones, powers, above, far, tiny } = given as { [name: string]: tf.Tensor1D };
    const runs = [...sums.map((sum) => sum(ones!, powers!)), ...copies.map((copy) => copy(above!))];
    return {
      rest: tf.sub(flat(runs), 1),
      extremes: flat(copies.map((copy) => copy(far!))),
      subnormal: tf.mul(tiny!, 1),
    };
  },
  judge: (values: { readonly [K in Outcome]: ArrayLike<number> }): Omit<Precision, 'backend'> => {
    const [rest, extremes] = [Array.from(values.rest), Array.from(values.extremes)];
    const lost = POWERS.findIndex((power, k) =>
      rest.some((r, i) => i % POWERS.length === k && !(Math.abs(r - power) <= power / 2)),
    );
    const epsilon = lost === 0 ? Number.POSITIVE_INFINITY : POWERS[(lost < 0 ? POWERS.length : lost) - 1]!;
    const inRange = extremes.every((v, i) => Math.abs(v / EXTREMES[i % EXTREMES.length]! - 1) < 1e-6);
    return { epsilon, float32: epsilon <= LIMIT && inRange, subnormals: values.subnormal[0]! > 0 };
  },
};

type Outcome = 'rest' | 'extremes' | 'subnormal';

async function measure(): Promise<Precision> {
  const backend = tf.getBackend();
  const outputs = tf.tidy(() => {
    const inputs = Object.entries(precisionProbe.inputs).map(([name, values]) => [name, tf.tensor1d(values)]);
    return precisionProbe.compute(Object.fromEntries(inputs));
  });
  const [rest, extremes, subnormal] = await Promise.all(
    [outputs.rest, outputs.extremes, outputs.subnormal].map((t) => t.data<'float32'>()),
  );
  tf.dispose(outputs);
  return { backend, ...precisionProbe.judge({ rest: rest!, extremes: extremes!, subnormal: subnormal! }) };
}

import * as tf from '@tensorflow/tfjs-core';

/**
 * Fails unless the gradient of a scalar function agrees with central differences in every element of every
 * argument: within 2 % or 0.01, what float32 leaves of a difference over 2 * 0.005.
 */
export function expectNumericalGradient(
  f: (xs: tf.Tensor[]) => tf.Tensor,
  xs: readonly tf.Tensor[],
  step = 5e-3,
): void {
  const valueAt = (args: tf.Tensor[]): number => tf.tidy(() => f(args).dataSync()[0]!);
  const gradients = tf.tidy(() => tf.grads((...args) => f(args))([...xs]));
  xs.forEach((x, k) => {
    const gradient = gradients[k]!.dataSync();
    const values = x.dataSync();
    const moved = (i: number, by: number): number =>
      tf.tidy(() => {
        const at = Float32Array.from(values);
        at[i] = at[i]! + by;
        return valueAt(xs.map((other, j) => (j === k ? tf.tensor(at, x.shape) : other)));
      });
    for (let i = 0; i < values.length; i++) {
      const numerical = (moved(i, step) - moved(i, -step)) / (2 * step);
      const off = Math.abs(gradient[i]! - numerical);
      if (!(off <= 0.01 + 0.02 * Math.abs(numerical))) {
        throw new Error(`argument ${k}, element ${i}: gradient ${gradient[i]}, differences ${numerical}`);
      }
    }
  });
  tf.dispose(gradients);
}

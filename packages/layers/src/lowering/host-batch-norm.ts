import type * as tf from '@tensorflow/tfjs-core';
import type { BatchNormParams } from './batch-norm-params';

/** Numbers of the host, one a channel. */
export type HostAffine = { readonly scale: Float32Array; readonly shift: Float32Array };

/** How the values of a tensor come to the host: at once, or with a promise that {@link readBatchNorm} has awaited. */
type Read = (tensor: tf.Tensor) => ArrayLike<number>;

/**
 * The affine op that a batch norm is with its moving averages, **as it is certified**: in float64,
 * `gamma / sqrt(variance + epsilon)` and `beta - mean gamma / sqrt(variance + epsilon)`, each rounded to float32 once.
 * Every step is exact or rounded correctly on any machine, so that a network has one scale and one hash everywhere; the
 * kernels of backends differ in the last digit.
 */
export function hostAffine(
  { gamma, beta, mean, variance, epsilon }: BatchNormParams,
  read: Read,
): HostAffine {
  const [gammas, betas] = [gamma && read(gamma), beta && read(beta)];
  const [means, variances] = [read(mean), read(variance)];
  const scales = Float64Array.from(variances, (v, i) => (gammas?.[i] ?? 1) / Math.sqrt(v + epsilon));
  return {
    scale: Float32Array.from(scales),
    shift: Float32Array.from(scales, (scale, i) => (betas?.[i] ?? 0) - means[i]! * scale),
  };
}

/** {@link hostAffine} for backends that are waited for. */
export async function readBatchNorm(params: BatchNormParams): Promise<HostAffine> {
  const { gamma, beta, mean, variance } = params;
  const tensors = [gamma, beta, mean, variance].filter((tensor) => tensor !== undefined);
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  return hostAffine(params, (tensor) => values[tensors.indexOf(tensor)]!);
}

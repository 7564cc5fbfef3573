import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { absBias, type Bias, biasTerms, withBias } from './bias';
import type { WeightPart } from './definition';

type Kernel = { readonly kernel: tf.Tensor; readonly bias?: Bias };

/**
 * What an op with a kernel, and perhaps a bias, does with tensors.
 *
 * @param map linear in both `x` and the kernel.
 * @param fanIn the longest sum of products that makes an output.
 * @param fanOut the longest that pulls back to an input.
 */
export const kernelOp = <P extends Kernel>(
  map: (x: tf.Tensor, kernel: tf.Tensor, params: P) => tf.Tensor,
  fanIn: (kernel: Shape) => number,
  fanOut: (kernel: Shape) => number,
) => ({
  forward: (x: tf.Tensor, params: P) => tf.tidy(() => withBias(map(x, params.kernel, params), params.bias)),
  interval: (x: Parameters<typeof kernelBounds>[0], params: P) =>
    kernelBounds(x, params.kernel, params.bias, (z, kernel) => map(z, kernel, params)),
  rounding: (x: Parameters<typeof outwardKernelBounds>[0], params: P) =>
    outwardKernelBounds(
      x,
      params.kernel,
      params.bias,
      (z, kernel) => map(z, kernel, params),
      fanIn(params.kernel.shape),
    ),
  withoutConstant: ({ bias: _, ...params }: P, part: WeightPart): P =>
    ({ ...params, kernel: part(params.kernel) }) as unknown as P,
  reach: {
    of: (m: tf.Tensor, params: P) =>
      tf.tidy(() => withBias(map(m, tf.abs(params.kernel), params), absBias(params.bias))),
    fanIn: ({ kernel }: P) => fanIn(kernel.shape),
    terms: ({ kernel }: P, outputShape: Shape) => Math.max(fanOut(kernel.shape), biasTerms(outputShape)),
  },
});

import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec } from '../capture/capture';
import { toOnnx } from './to-onnx';

type Tensors = { readonly [name: string]: tf.Tensor };

/**
 * The ONNX file of a function of a network: lowered before it is captured, so that its batch norms are constants, the very
 * scales and shifts that are certified.
 */
export function loweredToOnnx(
  network: Network,
  fn: (lowered: LoweredNetwork, inputs: Tensors) => Tensors,
  inputs: { readonly [name: string]: TensorSpec },
): Promise<Uint8Array> {
  const made: { file?: Promise<Uint8Array> } = {};
  tf.tidy(() => {
    const lowered = lower(network);
    // captures before it waits for anything: what is lowered may be freed then
    made.file = toOnnx((given) => fn(lowered, given), inputs);
  });
  return made.file!;
}

import { apply, type Network } from '@ibp/layers';
import { toOnnx } from './to-onnx';

export type ExportOptions = {
  /** How many examples a call takes; 1 unless given. */
  readonly batch?: number;
};

/**
 * The ONNX file of a network: `x` `[batch, ...inputShape]` in, `output` `[batch, ...outputs]` out, images with their
 * channels last as everywhere in this library. Weights and moving averages are those of now.
 */
export function networkToOnnx(network: Network, { batch = 1 }: ExportOptions = {}): Promise<Uint8Array> {
  return toOnnx(({ x }) => ({ output: apply(network, x) }), { x: { shape: [batch, ...network.inputShape] } });
}

import { apply, type Network } from '@ibp/layers';
import { loweredToOnnx } from './lowered';

/** Options of what writes ONNX files. */
export type ExportOptions = {
  /** How many examples a call takes; 1 unless given. */
  readonly batch?: number;
};

/**
 * The ONNX file of a network: `x` `[batch, ...inputShape]` in, `output` `[batch, ...outputs]` out, images with their
 * channels last as everywhere in this library. Weights and moving averages are those of now.
 *
 * @example
 * ```ts
 * import { dense, network } from '@ibp/layers';
 * import { networkToOnnx } from '@ibp/onnx/export';
 *
 * const bytes = await networkToOnnx(network([2], dense(3), { seed: 1 }), { batch: 4 });
 * console.log(bytes.length > 0); // true
 * ```
 */
export function networkToOnnx(network: Network, { batch = 1 }: ExportOptions = {}): Promise<Uint8Array> {
  return loweredToOnnx(network, (lowered, { x }) => ({ output: apply(lowered, x!) }), {
    x: { shape: [batch, ...network.inputShape] },
  });
}

import { type Network, propagate } from '@ibp/layers';
import type { ExportOptions } from './network';
import { toOnnx } from './to-onnx';

/**
 * The ONNX file of a network's interval bounds: the ends of a box, `inputLower` and `inputUpper`
 * `[batch, ...inputShape]` in, `lower` and `upper` `[batch, ...outputs]` out: bounds of the output for every input
 * of the box (eq. 5 of Gowal et al. 2019). NaN among the inputs makes the bounds that depend on it NaN.
 */
export function boundsToOnnx(network: Network, { batch = 1 }: ExportOptions = {}): Promise<Uint8Array> {
  const box = { shape: [batch, ...network.inputShape] };
  return toOnnx(
    ({ inputLower, inputUpper }) => {
      const { lower, upper } = propagate(network, { lower: inputLower, upper: inputUpper });
      return { lower, upper };
    },
    { inputLower: box, inputUpper: box },
  );
}

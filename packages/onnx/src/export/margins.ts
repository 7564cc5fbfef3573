import { classificationSpec, fail, formatShape, linfBall } from '@ibp/bounds';
import { ibp, type Network, outputShape } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { loweredToOnnx } from './lowered';
import type { ExportOptions } from './network';

/**
 * The ONNX file of what `evaluate` decides by: `x` `[batch, ...inputShape]`, `labels` int32 `[batch]` and `epsilon`
 * (a number) in, `margins` `[batch, classes - 1]` out: upper bounds, over the ball clipped to [0, 1], of each other
 * class's logit less the label's. All below 0 is proved robust; 0 and NaN prove nothing.
 *
 * @throws when the network's output is not `[classes]`.
 */
export async function marginsToOnnx(
  network: Network,
  classes: number,
  { batch = 1 }: ExportOptions = {},
): Promise<Uint8Array> {
  const shape = outputShape(network);
  if (shape.length !== 1 || shape[0] !== classes) {
    fail('marginsToOnnx', `expected a network with output [${classes}], got ${formatShape(shape)}`);
  }
  return loweredToOnnx(
    network,
    (lowered, { x, labels, epsilon }) => ({
      margins: ibp()(lowered, linfBall(x!, epsilon!), classificationSpec(labels as tf.Tensor1D, classes)),
    }),
    {
      x: { shape: [batch, ...network.inputShape] },
      labels: { shape: [batch], dtype: 'int32' },
      epsilon: { shape: [] },
    },
  );
}

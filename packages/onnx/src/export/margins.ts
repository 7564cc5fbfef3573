import { assertRange, classificationSpec, type InputRange, outwardLinfBall } from '@ibp/bounds';
import { fail, formatShape } from '@ibp/core';
import { ibp, type Network, outputShape } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { loweredToOnnx } from './lowered';
import type { ExportOptions } from './network';

export type MarginsOptions = ExportOptions & {
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** Whether epsilon is one radius for each feature; false unless given. */
  readonly perFeature?: boolean;
};

/**
 * The ONNX file of what `evaluate` decides by: `x` `[batch, ...inputShape]`, `labels` int32 `[batch]` and `epsilon`
 * (a number; with `perFeature` one for each, of the shape of an input) in, `margins` `[batch, classes - 1]` out: upper
 * bounds, over the ball clipped to `range`, of each other class's logit less the label's. All below 0 is proved robust; 0 and NaN prove nothing.
 *
 * @throws when the network's output is not `[classes]`, or the range does not fit its input.
 */
export async function marginsToOnnx(
  network: Network,
  classes: number,
  { batch = 1, range = [0, 1], perFeature = false }: MarginsOptions = {},
): Promise<Uint8Array> {
  const shape = outputShape(network);
  if (shape.length !== 1 || shape[0] !== classes) {
    fail('marginsToOnnx', `expected a network with output [${classes}], got ${formatShape(shape)}`);
  }
  assertRange('marginsToOnnx', range, network.inputShape);
  return loweredToOnnx(
    network,
    (lowered, { x, labels, epsilon }) => ({
      margins: ibp()(
        lowered,
        outwardLinfBall(x!, epsilon!, range),
        classificationSpec(labels as tf.Tensor1D, classes),
      ),
    }),
    {
      x: { shape: [batch, ...network.inputShape] },
      labels: { shape: [batch], dtype: 'int32' },
      epsilon: { shape: perFeature ? network.inputShape : [] },
    },
  );
}

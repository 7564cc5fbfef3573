import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { affineBounds, kernelBounds } from './affine-bounds';
import { dotLastAxis } from './dot';
import { withBias } from './ops/bias';

// kernel smaller than the inputs; larger, of fewer outputs; larger, of more
it.each([
  [40, 5, 3],
  [2, 50, 7],
  [2, 7, 50],
])(
  'halves one of kernel, inputs and outputs, which gives the same bits: %i inputs of %i to %i',
  (batch, inputs, outputs) => {
    const [x, w, b] = [
      tf.tensor2d(randomFloats(batch * inputs, 1), [batch, inputs]),
      tf.tensor2d(randomFloats(inputs * outputs, 2), [inputs, outputs]),
      tf.tensor1d(randomFloats(outputs, 3)),
    ];
    const found = tf.tidy(() => {
      const bounds = { lower: tf.sub(x, 0.3), upper: tf.add(x, 0.1) };
      const plainly = affineBounds(
        bounds,
        (mu) => withBias(dotLastAxis(mu, w), b),
        (r) => dotLastAxis(r, tf.abs(w)),
      );
      const halved = kernelBounds(bounds, w, b, dotLastAxis);
      return [plainly, halved].map(({ lower, upper }) => [[...lower.dataSync()], [...upper.dataSync()]]);
    });
    expect(found[1]).toEqual(found[0]);
    tf.dispose([x, w, b]);
  },
);

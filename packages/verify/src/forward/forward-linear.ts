import { upperBound } from '@ibp/bounds';
import { type BoundMethod, elide, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { unlessUnsound } from '../linear/guard';
import { assertFits } from '../linear/method';
import { adaptiveSlope } from '../linear/relaxations/relu';
import { greatest, identityRows, type LinearBounds } from './lines';
import { forwardRules } from './rules';

/**
 * Linear bounds carried forward (Weng et al. 2018; the forward mode of Xu et al. 2020): every unit lies between two
 * linear functions of the input. One pass bounds all units, at the price of a coefficient for every pair of an input
 * and a unit: for inputs of few dimensions. Looser than CROWN; every box is cut with the interval bounds.
 *
 * @throws (the method) where a shape does not fit.
 */
export function forwardLinear(): BoundMethod {
  return (network, input, spec) => {
    assertFits(network, input, spec);
    return tf.tidy(() => {
      const end = elide(network, spec);
      const rows = identityRows(input.lower.shape);
      const start: LinearBounds = { lower: rows, upper: rows, bounds: input };
      const values = trace(end.network, start, forwardRules(input, adaptiveSlope));
      const { lower, upper, bounds } = values.at(-1)!;
      const [batch, specs] = spec.d.shape;
      const c = tf.reshape(end.spec.c, [batch, specs, -1]);
      const positive = tf.relu(c);
      const functions = (x: tf.Tensor) => tf.reshape(x, [batch, x.shape[1]!, -1]);
      // [batch, inputs + 1, specs]: each specification as a function of the input
      const over = tf.add(
        tf.matMul(functions(upper), positive, false, true),
        tf.matMul(functions(lower), tf.sub(c, positive), false, true),
      );
      const margins = tf.add(greatest(over, input), end.spec.d);
      const best = tf.minimum(margins, upperBound(end.spec, bounds));
      return unlessUnsound(
        values.map((value) => value.bounds),
        tf.add(best, tf.mul(margins, 0)) as tf.Tensor2D,
      );
    });
  };
}

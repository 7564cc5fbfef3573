import { contract, magnitude, outwardUpperBound } from '@ibp/bounds';
import { gamma, tiny } from '@ibp/core';
import {
  assertProblem,
  type BoundMethod,
  elideOutward,
  trace,
  unlessUnsound,
  withoutTail,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
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
    assertProblem('forwardLinear', network, input, spec);
    return tf.tidy(() => {
      const rows = identityRows(input.lower.shape);
      const start: LinearBounds = { lower: rows, upper: rows, bounds: input, size: magnitude(input) };
      const values = trace(withoutTail(network), start, forwardRules(input, adaptiveSlope));
      const { lower, upper, bounds, size } = values.at(-1)!;
      const [batch, specs] = spec.d.shape;
      const pulled = elideOutward(network, spec, bounds);
      const c = tf.reshape(pulled.c, [batch, specs, -1]);
      const positive = tf.relu(c);
      const functions = (x: tf.Tensor) => tf.reshape(x, [batch, x.shape[1]!, -1]);
      // [batch, inputs + 1, specs]: each specification as a function of the input
      const over = tf.add(
        tf.matMul(functions(upper), positive, false, true),
        tf.matMul(functions(lower), tf.sub(c, positive), false, true),
      );
      const margins = tf.add(greatest(over, input), pulled.d);
      // of the functions' sums, of a half each, and of adding the constant
      const summed = tf.add(contract(tf.abs(c), size), tf.abs(pulled.d));
      const lost = tf.add(tf.mul(summed, gamma(2 * c.shape[2]!)), tiny(2 * c.shape[2]! * over.shape[1]!));
      const best = tf.minimum(tf.add(margins, lost), outwardUpperBound(pulled, bounds));
      return unlessUnsound(
        values.map((value) => value.bounds),
        tf.add(best, tf.mul(margins, 0)) as tf.Tensor2D,
      );
    });
  };
}

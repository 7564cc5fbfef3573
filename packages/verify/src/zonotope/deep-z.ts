import { center, radius, upperBound } from '@ibp/bounds';
import { type BoundMethod, elide, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { unlessUnsound } from '../linear/guard';
import { assertFits } from '../linear/method';
import { zonotopeRules } from './rules';
import { freshNoise, type Zonotope } from './zonotope';

/**
 * Zonotopes (DeepZ, Singh et al. 2018): one affine form for each unit, with a noise symbol for every input and for every
 * unit whose activation is not linear on its box. The box of each layer is cut with the interval bounds. Max pools and
 * softmax forget how their outputs hang together: only their boxes go on.
 *
 * Memory is symbols times units of the widest layer. Reads values back, so it is not for capturing.
 *
 * @throws (the method) where a shape does not fit.
 */
export function zonotope(): BoundMethod {
  return (network, input, spec) => {
    assertFits(network, input, spec);
    return tf.tidy(() => {
      const end = elide(network, spec);
      const generators = freshNoise(radius(input));
      const start: Zonotope = {
        center: center(input),
        noise: generators ? [{ id: 0, generators }] : [],
        bounds: input,
      };
      const values = trace(end.network, start, zonotopeRules());
      const last = values.at(-1)!;
      const { c, d } = end.spec;
      const middle = upperBound({ c, d }, { lower: last.center, upper: last.center });
      const flat = tf.reshape(c, [c.shape[0]!, c.shape[1]!, -1]);
      const margins = last.noise.reduce<tf.Tensor>((sum, { generators: rows }) => {
        const each = tf.matMul(flat, tf.reshape(rows, [rows.shape[0]!, rows.shape[1]!, -1]), false, true);
        return tf.add(sum, tf.sum(tf.abs(each), -1));
      }, middle);
      const best = tf.minimum(margins, upperBound(end.spec, last.bounds));
      return unlessUnsound(
        values.map((value) => value.bounds),
        tf.add(best, tf.mul(margins, 0)) as tf.Tensor2D,
      );
    });
  };
}

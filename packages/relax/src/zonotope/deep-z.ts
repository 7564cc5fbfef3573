import { center, contract, type LinearSpec, magnitude, outwardUpperBound, radius } from '@ibp/bounds';
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
import { zonotopeRules } from './rules';
import { freshNoise, symbols, type Zonotope, zonotopeOf } from './zonotope';

/** An upper bound of a specification over a zonotope, rounding paid for: `[batch, specs]`. */
function greatest({ c, d }: LinearSpec, { center, noise, error, size }: Zonotope): tf.Tensor {
  const [batch, specs] = d.shape;
  const rows = tf.reshape(c, [batch, specs, -1]);
  const spreads = noise.map(({ generators }) => {
    const each = tf.matMul(rows, tf.reshape(generators, [batch, generators.shape[1]!, -1]), false, true);
    return tf.sum(tf.abs(each), -1);
  });
  const absolute = tf.abs(c);
  const terms = rows.shape[2]! + symbols(noise) + noise.length;
  const lost = tf.mul(tf.add(contract(absolute, size), tf.abs(d)), gamma(terms));
  return tf.addN([
    contract(c, center),
    d,
    ...spreads,
    contract(absolute, error),
    lost,
    tf.fill(d.shape, tiny(terms)),
  ]);
}

/**
 * Zonotopes (DeepZ, Singh et al. 2018): one affine form for each unit, with a noise symbol for every input and for every
 * unit whose activation is not linear on its box. The box of each layer is cut with the interval bounds. Max pools
 * forget how their outputs hang together: only their boxes go on.
 *
 * Memory is symbols times units of the widest layer. Reads values back, so it is not for capturing.
 *
 * @throws (the method) where a shape does not fit.
 */
export function zonotope(): BoundMethod {
  return (network, input, spec) => {
    assertProblem('zonotope', network, input, spec);
    return tf.tidy(() => {
      const generators = freshNoise(radius(input));
      const noise = generators ? [{ id: 0, generators }] : [];
      const error = tf.add(tf.mul(magnitude(input), gamma(1)), tiny(1)); // of center and radius
      const start = zonotopeOf({ center: center(input), noise, error }, input);
      const values = trace(withoutTail(network), start, zonotopeRules());
      const last = values.at(-1)!;
      const pulled = elideOutward(network, spec, last.bounds);
      const margins = greatest(pulled, last);
      const best = tf.minimum(margins, outwardUpperBound(pulled, last.bounds));
      return unlessUnsound(
        values.map((value) => value.bounds),
        tf.add(best, tf.mul(margins, 0)) as tf.Tensor2D,
      );
    });
  };
}

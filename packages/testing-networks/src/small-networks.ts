import {
  classificationSpec,
  type IntervalBounds,
  intervalBounds,
  type LinearSpec,
  linearSpec,
  linfBall,
  specValues,
} from '@ibp/bounds';
import {
  activation,
  apply,
  conv2d,
  dense,
  flatten,
  maxPool,
  type Network,
  network,
  propagateAll,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

export const value = (scalar: tf.Tensor): number => scalar.dataSync()[0]!;

/** Three relus deep, smooth but for them. */
export const smallNetwork = (seed = 3): Network =>
  network(
    [4, 4, 1],
    sequential(
      conv2d({ filters: 2, kernelSize: 2 }),
      relu(),
      flatten(),
      dense(6),
      relu(),
      dense(5),
      relu(),
      dense(3),
    ),
    { seed },
  );

export const examples = () => ({
  x: tf.randomUniform([2, 4, 4, 1], 0.2, 0.8, 'float32', 5),
  labels: [0, 2],
});

const residualNetwork = () =>
  network(
    [4, 4, 1],
    sequential(
      conv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
      residual(sequential(relu(), conv2d({ filters: 2, kernelSize: 3, padding: 'same' }))),
      relu(),
      maxPool({ size: 2 }),
      flatten(),
      dense(5),
      relu(),
      dense(3),
    ),
    { seed: 4 },
  );

/** What is bounded by boxes, in one branch of each block and in both. */
const boxedBranches = () =>
  network(
    [4, 4, 1],
    sequential(
      residual(sequential(conv2d({ filters: 1, kernelSize: 3, padding: 'same' }), activation('sigmoid'))),
      conv2d({ filters: 2, kernelSize: 2 }),
      relu(),
      residual(maxPool({ size: 2, strides: 1, padding: 'same' })),
      residual(activation('tanh'), activation('sigmoid')),
      flatten(),
      dense(3),
    ),
    { seed: 4 },
  );

/** Networks that every bound is tried on. */
export const nets = {
  plain: smallNetwork,
  'with a residual block and a pool': residualNetwork,
  'with pools and sigmoids in branches': boxedBranches,
};

export const setup = (net: Network, epsilon = 0.1) => {
  const { x, labels } = examples();
  const box = linfBall(x, epsilon);
  const spec = classificationSpec(labels, 3);
  return { x, box, spec, bounds: propagateAll(net, box) };
};

export const closeTo = (a: tf.Tensor, b: tf.Tensor, tolerance = 3e-4) =>
  expect(value(tf.max(tf.abs(tf.sub(a, b))))).toBeLessThan(tolerance);

/** A bound is: rounding is in it. What was reached is rounded as well. */
export const atLeast = (a: tf.Tensor, b: tf.Tensor) =>
  expect(value(tf.min(tf.sub(a, b)))).toBeGreaterThan(-1e-6);

/** One unit: relu(z) for z in [-1, 3], of which -relu and relu are bounded. */
export const oneUnit = () => {
  const net = network([1], sequential(relu(), dense(1)), { seed: 1 });
  tf.tidy(() => net.variables['dense_1/kernel']!.assign(tf.ones([1, 1])));
  const box = intervalBounds(tf.tensor2d([[-1]]), tf.tensor2d([[3]]));
  const spec = linearSpec(tf.tensor3d([[[1], [-1]]]));
  return { net, box, spec };
};

/** Margins of points of a box: what a bound must not be below. */
export function reachedMargins(
  net: Network,
  spec: LinearSpec,
  box: IntervalBounds,
  count: number,
): tf.Tensor {
  const points = Array.from({ length: count }, (_, i) => {
    const shares = tf.round(tf.randomUniform(box.lower.shape, 0, 1, 'float32', i + 1)); // corners
    return specValues(spec, apply(net, tf.add(box.lower, tf.mul(shares, tf.sub(box.upper, box.lower)))));
  });
  return tf.max(tf.stack(points), 0);
}

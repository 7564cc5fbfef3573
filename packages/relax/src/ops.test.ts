import { type IntervalBounds, linearSpec, upperBound } from '@ibp/bounds';
import { isOf, opNames } from '@ibp/core';
import { apply, type BoundMethod, propagate } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { forwardLinear } from './forward/forward-linear';
import { crown, crownIbp } from './linear/crown';
import { inputs, opProblems } from './testing/op-network';
import { zonotope } from './zonotope/deep-z';

const methods: { readonly [name: string]: BoundMethod } = {
  crown: crown(),
  crownIbp: crownIbp(),
  forwardLinear: forwardLinear(),
  zonotope: zonotope(),
};
const radius = 0.15;

/** A box around a random point, and points of it: corners and others. */
function sampledBox(seed: number): { readonly box: IntervalBounds; readonly points: tf.Tensor } {
  const center = randomFloats(inputs, seed);
  const count = 24;
  const offsets = randomFloats(count * inputs, seed + 1).map((t, i) =>
    i % (2 * inputs) < inputs ? Math.sign(t) * radius : t * radius,
  );
  const points = tf.tensor2d(
    offsets.map((t, i) => center[i % inputs]! + t),
    [count, inputs],
  );
  const x = tf.tensor2d(center, [1, inputs]);
  return { box: { lower: tf.sub(x, radius), upper: tf.add(x, radius) }, points };
}

describe.each(opNames)('%s between linear maps', (op) => {
  it('no point exceeds the bound of any method, and lines are tighter than intervals', () => {
    const gained: { [name: string]: number } = {};
    tf.tidy(() => {
      for (const [seed, { network, row }] of opProblems(op, 3).entries()) {
        const { box, points } = sampledBox(seed);
        const specs = row.shape[1]!;
        const spec = linearSpec(row, tf.zeros([1, specs]) as tf.Tensor2D);
        const outputs = tf.reshape(apply(network, points), [points.shape[0]!, -1]);
        const values = tf.matMul(outputs, tf.reshape(row, [specs, -1]), false, true);
        const most = tf.max(values, 0).dataSync();
        const byIntervals = upperBound(spec, propagate(network, box)).dataSync();
        for (const [name, method] of Object.entries(methods)) {
          for (const [k, bound] of method(network, box, spec).dataSync().entries()) {
            const near = 1e-5 * Math.max(1, Math.abs(bound));
            if (!(most[k]! <= bound + near)) throw new Error(`${name}: ${bound} is exceeded by ${most[k]}`);
            gained[name] = (gained[name] ?? 0) + byIntervals[k]! - bound;
          }
        }
      }
    });
    // zonotopes take what is the greatest of windows for boxes, and no line over one or two steps gains
    if (isOf('pool', op)) delete gained.zonotope;
    const least = op === 'sign' || op === 'floor' ? -1e-3 : 0;
    for (const [name, gain] of Object.entries(gained)) expect([name, gain > least]).toEqual([name, true]);
  });
});

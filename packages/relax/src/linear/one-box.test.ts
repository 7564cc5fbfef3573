import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from './mat-mul';
import { softmax } from './softmax';

const twice = (x: tf.Tensor) => tf.concat([x, x]);
const box = (shape: number[], seed: number): IntervalBounds => {
  const lower = tf.randomUniform(shape, -1, 1, 'float32', seed);
  return { lower, upper: tf.add(lower, 0.5) };
};

/** Coefficients of two examples, and all that a rule gives, in a row. */
const spec = (units: number[]) => ({
  c: tf.randomUniform([2, 3, ...units], -1, 1, 'float32', 9),
  d: tf.zeros([2, 3]) as tf.Tensor2D,
});
const valuesOf = ({ c, d }: { c: tf.Tensor[]; d: tf.Tensor }) => [...c, d].flatMap((x) => [...x.dataSync()]);

// branch and bound has one box before the first split, and a batch of coefficients
it('relaxations of one box serve a batch of coefficients', () => {
  tf.tidy(() => {
    const [a, b] = [box([1, 2, 2, 3], 1), box([1, 2, 3, 2], 2)];
    const shapes = [
      [2, 2, 3],
      [2, 3, 2],
    ];
    const each = ({ lower, upper }: IntervalBounds) => ({ lower: twice(lower), upper: twice(upper) });
    const s = spec([2, 2, 2]);
    const products = [
      [a, b],
      [each(a), each(b)],
    ].map((boxes) => valuesOf(matMul.pull(s, {}, shapes, matMul.relax(boxes, {}, undefined as never))));
    expect(products[0]).toEqual(products[1]);
    const [x, t] = [box([1, 2, 3], 3), spec([2, 3])];
    const shares = [x, each(x)].map((one) =>
      valuesOf(softmax.pull(t, {}, [[2, 3]], softmax.relax([one], {}, undefined as never))),
    );
    expect(shares[0]).toEqual(shares[1]);
  });
});

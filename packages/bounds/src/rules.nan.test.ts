import { type OpName, opNames } from '@ibp/core';
import { stream } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { applyRule, intervalRules } from './rules';
import { forRandomCalls } from './testing/property';
import { randomBox } from './testing/random';

const runs = 6;

/** What processors make of Infinity - Infinity: kernels that compare bits as whole numbers take it for one below 0. */
const signed = new Float32Array(new Uint32Array([0xffc00000]).buffer);
const nans = [Float32Array.of(Number.NaN), signed];

/** `x` with one element, at a random place, replaced: by a number, or by what an array of one holds, to the bit. */
function replaced(x: tf.Tensor, seed: number, value: number | Float32Array): tf.Tensor {
  const values = Float32Array.from(x.dataSync());
  values.set(typeof value === 'number' ? [value] : value, Math.floor(stream(seed)() * x.size));
  return tf.tensor(values, x.shape);
}

const bounds = (op: OpName, boxes: readonly IntervalBounds[], params: unknown) =>
  applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, params as never);

const ends = ({ lower, upper }: IntervalBounds) => [...lower.dataSync(), ...upper.dataSync()];

/** What moves between the two finite cases depends on the replaced element, and so must be NaN when that is. */
function expectNaNWhereDifferent(a: IntervalBounds, b: IntervalBounds, withNaN: IntervalBounds): void {
  const [x, y, actual] = [ends(a), ends(b), ends(withNaN)];
  const dependent = [...x.keys()].filter((i) => x[i] !== y[i]);
  for (const i of dependent) expect(actual[i]).toBeNaN();
}

describe.each(opNames)('%s', (op) => {
  const either = [
    ['lower', -1000],
    ['upper', 1000],
  ] as const;
  it.each(either)('gives NaN wherever the bounds depend on an input whose %s end is NaN', (end, far) => {
    forRandomCalls(op, runs, ({ shapes, params, seed }) => {
      const plain = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
      for (let input = 0; input < shapes.length; input++) {
        const at = (value: number | Float32Array) =>
          plain.map((box, i) => (i === input ? { ...box, [end]: replaced(box[end], seed, value) } : box));
        const near = end === 'lower' ? -2.5 : 1.5; // the other end lies beyond: see randomBox
        const [a, b] = [bounds(op, at(near), params), bounds(op, at(far), params)];
        for (const nan of nans) expectNaNWhereDifferent(a, b, bounds(op, at(nan), params));
      }
    });
  });

  it('gives NaN wherever the bounds depend on a parameter that is NaN', () => {
    forRandomCalls(op, runs, ({ shapes, params, seed }) => {
      const boxes = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
      for (const [name, value] of Object.entries(params)) {
        if (!(value instanceof tf.Tensor)) continue;
        const at = (v: number | Float32Array) =>
          bounds(op, boxes, { ...params, [name]: replaced(value, seed, v) });
        const [a, b] = [at(0), at(1000)];
        for (const nan of nans) expectNaNWhereDifferent(a, b, at(nan));
      }
    });
  });

  it('gives NaN or wider bounds for an input without bounds', () => {
    forRandomCalls(op, runs, ({ shapes, params, seed }) => {
      const plain = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
      const within = (limit: number) =>
        plain.map(({ lower, upper }, i) => ({
          lower: replaced(lower, seed + i, -limit),
          upper: replaced(upper, seed + i, limit),
        }));
      const wide = bounds(op, within(50), params);
      const infinite = bounds(op, within(Number.POSITIVE_INFINITY), params);
      const narrower = (a: tf.Tensor, b: tf.Tensor) =>
        tf.any(tf.greater(tf.sub(a, b), tf.mul(tf.add(tf.abs(b), 1), 1e-5))).dataSync()[0];
      expect(narrower(infinite.lower, wide.lower)).toBe(0);
      expect(narrower(wide.upper, infinite.upper)).toBe(0);
    });
  });
});

describe('in shapes wide enough for the vectorised kernels', () => {
  const n = 20;
  const window = { size: [4, 4], strides: [2, 2], padding: 'same' } as const;
  const convolution = { strides: [2, 2], padding: 'same' } as const;
  const wide: readonly [op: OpName, kernel: number[] | undefined, params: object][] = [
    ['conv2d', [3, 3, n, n], convolution],
    ['conv2d', [1, 1, n, n], convolution],
    ['conv2d', [3, 3, n, 3], convolution],
    ['depthwiseConv2d', [3, 3, n, 1], convolution],
    ['depthwiseConv2d', [5, 5, n, 1], convolution],
    ['dense', [n, n], {}],
    ['averagePool', undefined, window],
    ['maxPool', undefined, window],
    ...(['globalAveragePool', 'globalMaxPool', 'softmax', 'relu', 'tanh', 'elu', 'abs'] as const).map(
      (op): [OpName, undefined, object] => [op, undefined, {}],
    ),
  ];

  it.each(wide)('%s with a kernel %j of NaN is NaN', (op, shape, params) => {
    const expectNaN = (inputs: number, weights: number) => {
      const x = tf.fill([1, 9, 9, n], inputs);
      const kernel = shape && { kernel: tf.fill(shape, weights) };
      const found = ends(bounds(op, [{ lower: x, upper: x }], { ...params, ...kernel }));
      expect(found.every(Number.isNaN)).toBe(true);
    };
    expectNaN(Number.NaN, 1);
    if (shape) expectNaN(0, Number.NaN);
  });
});

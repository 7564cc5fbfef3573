import { opNames } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { concreteRules, outwardRules } from './rules';
import { elementary, points } from './testing/elementary';
import { forRandomCalls } from './testing/property';
import { randomBox } from './testing/random';

it.each(Object.entries(elementary))(
  '%s: what the kernel is off by is paid for',
  (_, [op, f, params = {}]) => {
    const x = tf.tensor2d(points, [points.length, 1]);
    const rule = outwardRules[op] as unknown as (
      b: object,
      p: object,
    ) => { lower: tf.Tensor; upper: tf.Tensor };
    const { lower, upper } = rule({ lower: x, upper: x }, params);
    const [l, u] = [lower.dataSync(), upper.dataSync()];
    // written so that a NaN, which proves nothing, is no fault
    const wrong = Array.from(points).filter((p, i) => {
      const real = f(p);
      return Math.abs(real) < 3e38 && (l[i]! > real || u[i]! < real);
    });
    expect(wrong).toEqual([]);
  },
);

it.each(opNames)('%s: bounds of a point hold its value, however it was summed', (op) => {
  forRandomCalls(op, 10, ({ shapes, params, seed }) => {
    const boxes = shapes.map((shape, i) => {
      const { lower } = randomBox([2, ...shape], seed + i);
      const large = tf.mul(lower, 1000);
      return { lower: large, upper: large };
    });
    const call = (rules: object, inputs: readonly unknown[]) => {
      const rule = (rules as { [op: string]: (...args: unknown[]) => unknown })[op]!;
      return op === 'concat' ? rule(inputs, params) : rule(...inputs, params);
    };
    const value = call(
      concreteRules,
      boxes.map(({ lower }) => lower),
    ) as tf.Tensor;
    const { lower, upper } = call(outwardRules, boxes) as { lower: tf.Tensor; upper: tf.Tensor };
    const [v, l, u] = [value, lower, upper].map((t) => t.dataSync());
    v!.forEach((at, i) => {
      if (!Number.isFinite(at)) return;
      expect(l![i]).toBeLessThanOrEqual(at);
      expect(u![i]).toBeGreaterThanOrEqual(at);
    });
  });
});

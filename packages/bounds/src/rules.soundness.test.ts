import { type OpName, opNames } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { activations } from './activations/table';
import type { IntervalBounds } from './interval';
import { ops } from './ops/table';
import { applyRule, concreteRules, intervalRules } from './rules';
import { expectAtMost, expectClose, forRandomCalls } from './testing/property';
import { allCorners, inDomain, pointInside, randomBox } from './testing/random';

const points = 5;
// their least value may lie between the corners: see activations/valley.test.ts
const valleys: readonly OpName[] = ['abs', 'square', 'gelu', 'silu', 'mish'];

// their bounds may be taken between the corners, or on the other side of a jump
const between: readonly OpName[] = ['sin', 'cos', 'sign'];

type Shapes = readonly (readonly number[])[];
const announced = (op: OpName, shapes: Shapes, params: unknown) =>
  (ops[op].outputShape as (s: Shapes, p: unknown) => readonly number[])(shapes, params);

describe.each(opNames)('%s', (op) => {
  it('maps the points of a box into its bounds, in the shape announced', () => {
    forRandomCalls(op, 15, ({ shapes, params, seed }) => {
      const scale = op in activations ? 5 : 1; // past every kink
      const boxes = shapes.map((shape, i) => inDomain(op, randomBox([2, ...shape], seed + i, { scale })));
      const { lower, upper } = applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, params);
      expect(lower.shape).toEqual([2, ...announced(op, shapes, params)]);
      expectAtMost(lower, upper, 0);
      for (let p = 0; p < points; p++) {
        const at = boxes.map((box, i) => pointInside(box, seed + 100 * p + i));
        const y = applyRule<tf.Tensor, OpName>(concreteRules, op, at, params);
        expectAtMost(lower, y); // checks the shape too
        expectAtMost(y, upper);
      }
    });
  });

  if (between.includes(op)) return;
  it('attains its bounds at corners', () => {
    forRandomCalls(op, 10, ({ shapes, params, seed }) => {
      const free = Math.floor(8 / shapes.length); // few enough sides for all corners of all inputs
      const boxes = shapes.map((shape, i) => inDomain(op, randomBox([1, ...shape], seed + i, { free })));
      const { lower, upper } = applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, params);
      const y = applyRule<tf.Tensor, OpName>(concreteRules, op, allCorners(boxes), params);
      expectClose(upper, tf.max(y, 0, true));
      if (!valleys.includes(op)) expectClose(lower, tf.min(y, 0, true));
    });
  });
});

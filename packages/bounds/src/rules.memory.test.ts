import { type OpName, opNames } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { applyRule, concreteRules, intervalRules } from './rules';
import { canPullBack, pullBack } from './spec/pull-back';
import { expectAllocates } from './testing/memory';
import { forRandomCalls } from './testing/property';
import { randomBox, randomTensor } from './testing/random';

const tensorsOf = (params: object) => Object.values(params).filter((p) => p instanceof tf.Tensor);

describe.each(opNames)('%s', (op) => {
  it('allocates the tensors it returns and frees none of its arguments', () => {
    forRandomCalls(op, 6, ({ shapes, params, seed }) => {
      const boxes = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
      const given = [...boxes, ...tensorsOf(params)];
      expectAllocates(2, given, () => applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, params));
      const lowers = boxes.map((b) => b.lower);
      const y = expectAllocates(1, given, () =>
        applyRule<tf.Tensor, OpName>(concreteRules, op, lowers, params),
      );
      if (!canPullBack(op)) return;
      const spec = {
        c: randomTensor([2, 3, ...y.shape.slice(1)], seed),
        d: randomTensor([2, 3], seed) as tf.Tensor2D,
      };
      expectAllocates(2, [spec, ...given], () => pullBack(spec, op, params, shapes[0]!));
    });
  });
});

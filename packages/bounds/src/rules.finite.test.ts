import { type OpName, opNames } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { applyRule, finiteIntervalRules, finitePart, intervalRules } from './rules';
import { forRandomCalls } from './testing/property';
import { randomBox } from './testing/random';

const by = (
  rules: typeof intervalRules,
  op: OpName,
  boxes: readonly IntervalBounds[],
  params: unknown,
): IntervalBounds => applyRule<IntervalBounds, OpName>(rules, op, boxes, params as never);

const isBounded = (x: tf.Tensor): boolean => Number.isFinite(tf.sum(x).dataSync()[0]);

describe.each(opNames)('%s', (op) => {
  it('gives for finite bounds what the rule that keeps NaN gives', () => {
    forRandomCalls(op, 5, ({ shapes, params, seed }) => {
      const boxes = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
      const [plain, finite] = [intervalRules, finiteIntervalRules].map((r) => by(r, op, boxes, params));
      expect(finite!.lower.dataSync()).toEqual(plain!.lower.dataSync());
      expect(finite!.upper.dataSync()).toEqual(plain!.upper.dataSync());
    });
  });

  it('shows in the finite part whatever a huge, infinite or missing parameter spoils', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38]) {
      forRandomCalls(op, 3, ({ shapes, params, seed }) => {
        const boxes = shapes.map((shape, i) => randomBox([2, ...shape], seed + i));
        for (const [name, value] of Object.entries(params)) {
          if (!(value instanceof tf.Tensor)) continue;
          const bounds = by(finiteIntervalRules, op, boxes, { ...params, [name]: tf.fill(value.shape, bad) });
          const part = finitePart(op, bounds);
          if (part && !isBounded(part)) continue;
          expect(isBounded(bounds.upper)).toBe(true);
          expect([...bounds.lower.dataSync()].some((v) => Number.isNaN(v) || v === Infinity)).toBe(false);
        }
      });
    }
  });
});

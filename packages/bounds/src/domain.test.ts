import { opNames, vocabulary } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import { domain, throughBoxes } from './domain';
import { center, type IntervalBounds, pointBounds } from './interval';
import { applyRule, intervalRules } from './rules';
import { expectClose, forRandomCalls } from './testing/property';
import { inDomain, randomBox } from './testing/random';

/** Names what was asked for. */
const named = (family: string) => (op: string) => () => `${family} ${op}`;
const names = domain<string>({
  linear: named('linear'),
  elementwise: named('elementwise'),
  pool: named('pool'),
  add: () => 'a sum',
  box: named('box') as never,
});

it('takes the rule of each op from its family, and that of families left out from box', () => {
  for (const op of opNames) {
    const { family } = vocabulary[op];
    const own = ['linear', 'elementwise', 'pool'].includes(family) ? family : 'box';
    expect((names[op] as () => string)()).toBe(op === 'add' ? 'a sum' : `${own} ${op}`);
  }
});

describe('throughBoxes', () => {
  const rules = domain<tf.Tensor>({
    linear: throughBoxes(intervalRules, pointBounds, center),
    box: throughBoxes(intervalRules, pointBounds, center),
  });

  it.each(opNames)('hands all inputs of %s over as boxes', (op) => {
    forRandomCalls(op, 3, ({ shapes, params, seed }) => {
      const at = shapes.map((shape, i) => inDomain(op, randomBox([2, ...shape], seed + i)).lower);
      const boxes = applyRule<IntervalBounds, typeof op>(intervalRules, op, at.map(pointBounds), params);
      expectClose(applyRule<tf.Tensor, typeof op>(rules, op, at, params), center(boxes), 0);
    });
  });
});

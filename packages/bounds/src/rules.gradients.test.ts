import { type OpName, opNames, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { conv1dBounds } from './conv1d';
import { linfBall } from './input/linf-ball';
import type { IntervalBounds } from './interval';
import { applyRule, concreteRules, intervalRules } from './rules';
import { worstCaseLogits } from './spec/classification';
import { expectNumericalGradient } from './testing/numerical-gradient';
import { sampleCalls } from './testing/property';
import { randomTensor } from './testing/random';

/** Different weights for every end, so that no part of the gradient cancels. */
const weighted = ({ lower, upper }: IntervalBounds): tf.Tensor =>
  tf.add(
    tf.sum(tf.mul(lower, randomTensor(lower.shape, 5))),
    tf.sum(tf.mul(upper, randomTensor(upper.shape, 6))),
  );

/** Values at a distance from one another and from 0, where relu, abs and the pools have kinks: +-(0.1 i + 0.05). */
function spaced(shape: readonly number[], seed: number): tf.Tensor {
  const random = randomTensor(shape, seed).dataSync();
  const order = [...random.keys()].sort((a, b) => random[a]! - random[b]!);
  const values = new Float32Array(random.length);
  order.forEach((i, rank) => {
    values[i] = 0.1 * (rank - random.length / 2) + 0.025;
  });
  return tf.tensor(values, [...shape]);
}

/** The same above 0 for an op that is not defined everywhere. */
const place = (op: OpName, x: tf.Tensor): tf.Tensor =>
  'domain' in vocabulary[op] ? tf.add(tf.abs(x), 0.5) : x;

it.each(opNames)('%s: the bounds have the gradient of central differences', (op) => {
  const small = sampleCalls(op, 40).filter(({ shapes }) =>
    shapes.every((s) => s.reduce((a, b) => a * b, 1) <= 20),
  );
  for (const { shapes, params } of small.slice(0, 2)) {
    const fixed = params();
    const names = Object.keys(fixed).filter((k) => (fixed[k as never] as unknown) instanceof tf.Tensor);
    const lower = shapes.map((shape, i) => place(op, spaced([1, ...shape], i)));
    const upper = lower.map((l, i) => tf.add(l, tf.add(tf.abs(randomTensor(l.shape, 9 + i)), 0.33)));
    const n = shapes.length;
    expectNumericalGradient(
      (args) => {
        const boxes = shapes.map((_, i) => ({ lower: args[i]!, upper: args[n + i]! }));
        const learned = Object.fromEntries(names.map((name, i) => [name, args[2 * n + i]!]));
        return weighted(
          applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, { ...fixed, ...learned } as never),
        );
      },
      [...lower, ...upper, ...names.map((name) => fixed[name as never] as tf.Tensor)],
      2e-3,
    );
  }
});

it('conv1dBounds has it', () => {
  expectNumericalGradient(
    ([lower, upper, kernel, bias]) =>
      weighted(
        conv1dBounds({ lower: lower!, upper: upper! }, { kernel: kernel!, bias, stride: 2, padding: 'same' }),
      ),
    [
      spaced([1, 5, 2], 0),
      tf.add(spaced([1, 5, 2], 0), 0.3),
      randomTensor([3, 2, 2], 1),
      randomTensor([2], 2),
    ],
  );
});

it('linfBall and worstCaseLogits have it', () => {
  const ends = (x: tf.Tensor, epsilon: tf.Tensor) => linfBall(x, epsilon);
  expectNumericalGradient(
    ([x, epsilon]) => tf.sum(tf.mul(worstCaseLogits(ends(x!, epsilon!), [1, 0]), randomTensor([2, 3], 5))),
    [
      tf.tensor2d([
        [0.3, 0.5, 0.95],
        [0.5, 0.05, 0.4],
      ]),
      tf.scalar(0.1),
    ],
  );
});

it('softmax has a finite gradient where logits are far apart', () => {
  const gradients = tf.grads((lower, upper) => weighted(intervalRules.softmax({ lower, upper })))([
    tf.tensor2d([[-500, 0, 300]]),
    tf.tensor2d([[-400, 10, 1000]]),
  ]);
  for (const gradient of gradients)
    for (const g of gradient.dataSync()) expect(Number.isFinite(g)).toBe(true);
});

it.each(opNames)('%s: every configuration can be differentiated, the plain op and its bounds', (op) => {
  for (const { shapes, params } of sampleCalls(op, 20)) {
    tf.tidy(() => {
      const fixed = params();
      const tensors = Object.entries(fixed).filter(([, value]) => (value as unknown) instanceof tf.Tensor);
      const inputs = shapes.map((shape, i) => place(op, spaced([2, ...shape], i)));
      const given = (args: readonly tf.Tensor[]) => ({
        ...fixed,
        ...Object.fromEntries(tensors.map(([name], i) => [name, args[shapes.length + i]!])),
      });
      const all = [...inputs, ...tensors.map(([, tensor]) => tensor as tf.Tensor)];
      const plain = (...args: tf.Tensor[]) =>
        applyRule<tf.Tensor, OpName>(concreteRules, op, args.slice(0, shapes.length), given(args) as never);
      const bounded = (...args: tf.Tensor[]) => {
        const boxes = args.slice(0, shapes.length).map((x) => linfBall(x, 0.1, [-100, 100]));
        return weighted(applyRule<IntervalBounds, OpName>(intervalRules, op, boxes, given(args) as never));
      };
      for (const f of [plain, bounded]) {
        for (const gradient of tf.grads(f)(all)) {
          expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
        }
      }
    });
  }
});

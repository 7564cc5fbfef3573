import { type OpName, opNames } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { linfBall } from '../input/linf-ball';
import { ops } from '../ops/table';
import { applyRule, concreteRules, intervalRules } from '../rules';
import { expectNumericalGradient } from '../testing/numerical-gradient';
import { expectAtMost, expectClose, forRandomCalls } from '../testing/property';
import { randomBox, randomTensor } from '../testing/random';
import { classificationSpec } from './classification';
import { linearSpec } from './linear-spec';
import { canPullBack, pullBack } from './pull-back';
import { specValues, upperBound } from './spec-values';

const linear = opNames.filter(canPullBack);

it('covers the linear ops', () => {
  expect(linear).toEqual([
    ...[
      'dense',
      'conv2d',
      'depthwiseConv2d',
      'conv2dTranspose',
      'affine',
      'broadcast',
      'reshape',
      'transpose',
      'pad',
    ],
    ...['gather', 'sum', 'mean', 'averagePool', 'globalAveragePool'],
  ]);
});

describe.each(linear)('through %s', (op) => {
  it('has at x the value that the specification has at op(x), and a bound at least as tight', () => {
    forRandomCalls(op, 30, ({ shapes: [shape], params, seed }) => {
      const box = randomBox([2, ...shape!], seed);
      const image = applyRule(intervalRules, op, [box], params) as typeof box;
      const units = image.lower.shape.slice(1);
      const spec = linearSpec(
        randomTensor([2, 3, ...units], seed),
        randomTensor([2, 3], seed + 1) as tf.Tensor2D,
      );
      const pulled = pullBack(spec, op, params, shape!);
      expect(pulled.c.shape).toEqual([2, 3, ...shape!]);
      const y = applyRule(concreteRules, op, [box.lower], params) as tf.Tensor;
      expectClose(specValues(pulled, box.lower), specValues(spec, y), 512); // sums of up to 200 products
      expectAtMost(upperBound(pulled, box), upperBound(spec, image), 512);
    });
  });
});

it('is tighter by exactly what the last layer correlates (eq. 9 of Gowal et al. 2019)', () => {
  // both logits are x: their difference is always 1, although each of them spans [-1, 1]
  const kernel = tf.tensor2d([[1, 1]]);
  const bias = tf.tensor1d([1, 0]);
  const box = { lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[1]]) };
  const spec = classificationSpec([0], 2);
  const logits = intervalRules.dense(box, { kernel, bias });
  expect(upperBound(spec, logits).arraySync()).toEqual([[1]]);
  const elided = pullBack(spec, 'dense', { kernel, bias }, [1]);
  expect(elided.c.arraySync()).toEqual([[[0]]]);
  expect(upperBound(elided, box).arraySync()).toEqual([[-1]]);
});

it('is differentiable in the parameters, through averagePool and reshape', () => {
  const x = linfBall(tf.add(tf.mul(randomTensor([2, 4, 4, 2], 1), 0.4), 0.5), 0.1);
  const spec = classificationSpec([2, 0], 3);
  const pool = { size: [2, 2], strides: [2, 2], padding: 'valid' } as const;
  expectNumericalGradient(
    ([conv, kernel, bias]) => {
      const convolution = { kernel: conv!, strides: [1, 1], padding: 'same', dilations: [2, 2] } as const;
      const flat = pullBack(spec, 'dense', { kernel: kernel!, bias }, [8]);
      const pooled = pullBack(flat, 'reshape', { shape: [8] }, [2, 2, 2]);
      const mapped = pullBack(pooled, 'averagePool', pool, [4, 4, 2]);
      return tf.sum(upperBound(pullBack(mapped, 'conv2d', convolution, [4, 4, 2]), x));
    },
    [randomTensor([2, 2, 2, 2], 4), randomTensor([8, 3], 2), randomTensor([3], 3)],
  );
});

it('refuses an op that is not linear in one input, and names those that are', () => {
  const spec = classificationSpec([0], 2);
  const names = linear.join(', ');
  for (const op of ['relu', 'add', 'softmax'] as const) {
    expect(() => pullBack(spec, op, {}, [2])).toThrow(
      `pullBack: expected a linear op of one input (${names}), got "${op}"`,
    );
  }
  expect(() => pullBack(spec, 'flatten' as OpName, {} as never, [2])).toThrow('got "flatten"');
  expect('pullBack' in ops.relu).toBe(false);
});

it('refuses a specification that is not one on the output of the op', () => {
  const kernel = tf.zeros([3, 4]);
  expect(() => pullBack(classificationSpec([0], 5), 'dense', { kernel }, [3])).toThrow(
    'pullBack through dense: c of the specification: expected shape [*,*,4], got [1,4,5]',
  );
  expect(() => pullBack(classificationSpec([0], 4), 'dense', { kernel }, [7])).toThrow(
    'dense: expected input',
  );
});

import * as tf from '@tensorflow/tfjs-core';
import { affineBounds, increasingBounds } from './affine-bounds';
import { conv1dBounds } from './conv1d';
import { linfBall } from './input/linf-ball';
import * as interval from './interval';
import { seededDraw } from './random/draw';
import { classificationSpec, worstCaseLogits } from './spec/classification';
import { labelTensor } from './spec/labels';
import { linearSpec } from './spec/linear-spec';
import { specValues, upperBound } from './spec/spec-values';
import { targetedSpec } from './spec/targeted';
import { leastLikelyTargets, otherClasses, randomTargets } from './spec/targets';
import { expectAllocates } from './testing/memory';
import { randomBox, randomTensor } from './testing/random';

type Call = readonly [
  name: string,
  count: number,
  call: (given: ReturnType<typeof make>) => tf.TensorContainer,
];

const make = () => ({
  box: randomBox([2, 3], 1),
  other: randomBox([2, 3], 2),
  image: randomBox([2, 5, 3], 3),
  x: randomTensor([2, 3], 3),
  scalar: tf.scalar(0.1),
  kernel: randomTensor([2, 3, 4], 4),
  labels: tf.tensor1d([0, 2], 'int32'),
  floats: tf.tensor1d([0, 2]),
  targets: tf.tensor2d([[1], [1]], [2, 1], 'int32'),
  spec: { c: randomTensor([2, 2, 3], 5), d: randomTensor([2, 2], 6) as tf.Tensor2D },
});

const logits = (x: tf.Tensor) => x as tf.Tensor2D;

const calls: Call[] = [
  ['intervalBounds', 0, ({ box }) => interval.intervalBounds(box.lower, box.upper) && []],
  ['pointBounds', 0, ({ x }) => interval.pointBounds(x) && []],
  ['fromCenterRadius of a number', 2, ({ x }) => interval.fromCenterRadius(x, 0.1)],
  ['fromCenterRadius of a tensor', 2, ({ x, scalar }) => interval.fromCenterRadius(x, scalar)],
  ['center', 1, ({ box }) => interval.center(box)],
  ['radius', 1, ({ box }) => interval.radius(box)],
  ['width', 1, ({ box }) => interval.width(box)],
  ['hull', 2, ({ box, other }) => interval.hull(box, other)],
  ['intersection', 2, ({ box, other }) => interval.intersection(box, other)],
  ['contains', 1, ({ box, x }) => interval.contains(box, x)],
  ['linfBall of a number', 2, ({ x }) => linfBall(x, 0.1, [-1, 1])],
  ['linfBall of a tensor', 2, ({ x, scalar }) => linfBall(x, scalar, [-1, 1])],
  ['affineBounds', 2, ({ box }) => affineBounds(box, (mu) => tf.neg(tf.neg(mu)), tf.neg)],
  ['increasingBounds', 2, ({ box }) => increasingBounds(box, (x) => tf.neg(tf.neg(x)))],
  ['conv1dBounds', 2, ({ image, kernel }) => conv1dBounds(image, { kernel })],
  ['labelTensor of an array', 1, () => labelTensor('test', [0, 2], 3)],
  ['labelTensor of a tensor', 1, ({ labels }) => labelTensor('test', labels, 3)],
  ['labelTensor of a float tensor', 1, ({ floats }) => labelTensor('test', floats, 3)],
  ['classificationSpec', 2, ({ labels }) => classificationSpec(labels, 3)],
  ['targetedSpec', 2, ({ labels, targets }) => targetedSpec(labels, targets, 3)],
  ['worstCaseLogits', 1, ({ box, labels }) => worstCaseLogits(box, labels)],
  ['linearSpec with d', 0, ({ spec }) => linearSpec(spec.c, spec.d) && []],
  ['linearSpec without d', 1, ({ spec }) => linearSpec(spec.c).d],
  ['specValues', 1, ({ spec, x }) => specValues(spec, x)],
  ['upperBound', 1, ({ spec, box }) => upperBound(spec, box)],
  ['otherClasses', 1, ({ labels }) => otherClasses(labels, 3)],
  ['seededDraw', 1, () => seededDraw(7)('noise', [2, 3])],
  ['randomTargets', 1, ({ labels }) => randomTargets(labels, 3, 2, seededDraw(7))],
  ['leastLikelyTargets', 1, ({ labels, x }) => leastLikelyTargets(labels, logits(x))],
];

it.each(calls)('%s makes %i tensors and frees no argument', (_, count, call) => {
  const given = make();
  expectAllocates(count, given, () => call(given));
});

it('intervalBounds, pointBounds and linearSpec share the tensors they are given', () => {
  const { box, x, spec } = make();
  expect(interval.intervalBounds(box.lower, box.upper).lower).toBe(box.lower);
  expect(interval.pointBounds(x).lower).toBe(x);
  expect(interval.pointBounds(x).upper).toBe(x);
  expect(linearSpec(spec.c, spec.d)).toEqual(spec);
});

it('a label tensor is a new tensor, so that freeing it leaves the labels alone', () => {
  const { labels } = make();
  labelTensor('test', labels, 3).dispose();
  expect(labels.isDisposed).toBe(false);
  expect([...labels.dataSync()]).toEqual([0, 2]);
});

it('disposeBounds frees both ends, and a point once', () => {
  const { box, x } = make();
  interval.disposeBounds(box);
  expect([box.lower.isDisposed, box.upper.isDisposed]).toEqual([true, true]);
  interval.disposeBounds(interval.pointBounds(x));
  expect(x.isDisposed).toBe(true);
});

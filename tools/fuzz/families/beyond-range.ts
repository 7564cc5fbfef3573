import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { addActivation } from './parts';
import { unitBox } from './unit-boxes';

/** Values beyond what float32 holds, and back: -Infinity is no bound. */
export function overflowing(random: Random): Draft {
  const huge = random.pick([1e19, 1e20, 1e30, 3e38]);
  const build = new NetBuilder([2]).dense(
    [
      [huge, 0],
      [0, huge],
    ],
    random.chance(0.5) ? [-huge, -huge] : [0, 0],
  );
  const between = random.pick([
    'relu',
    'leakyRelu',
    'abs',
    'none',
    'sigmoid',
    'tanh',
    'softsign',
    'relu6',
    'square',
  ]);
  if (between !== 'none') addActivation(build, random, between);
  const back = random.pick([huge, 1 / huge, 1]);
  build.dense(
    [
      [-back, back],
      [back, -back],
    ],
    [random.pick([0, -1, 1]), 0],
  );
  if (random.chance(0.5)) {
    build.add('relu');
    build.dense([
      [1, -1],
      [-1, 1e-30],
    ]);
  }
  return {
    net: build.done(),
    boxes: [unitBox, box([-1, -1], [1, 1]), box([0, 0], [1e-3, 1e-8]), box([-1e10, 0], [1e10, 1])],
  };
}

/** Products that vanish in float32 and are made large again. */
export function underflowing(random: Random): Draft {
  const tiny = random.pick([1e-10, 1e-20, 1e-25, 1e-38, 1e-44]);
  const depth = random.whole(1, 3);
  const build = new NetBuilder([2]);
  const between = random.pick([
    'relu',
    'none',
    'abs',
    'leakyRelu',
    'square',
    'softplus',
    'elu',
    'gelu',
    'silu',
  ]);
  for (let i = 0; i < depth; i++) {
    build.dense([
      [tiny, 0],
      [0, random.pick([tiny, 1])],
    ]);
    if (between !== 'none') addActivation(build, random, between);
  }
  const large = Math.min(1 / tiny, 1e38);
  for (let i = 0; i < depth; i++)
    build.dense([
      [large, 0],
      [0, 1],
    ]);
  return { net: build.done(), boxes: [unitBox, box([-1, -1], [1, 1]), box([1, 1], [1, 1])] };
}

/** Max pools of values beyond what a sentinel may be. */
export function hugeMaxPool(random: Random): Draft {
  const m = random.pick([1, 1e10, 9e28, 4e29, 9e29, 1e31, 1e37, 1e38]);
  const side = random.whole(2, 3);
  const build = new NetBuilder([side, side, 1]).add('affine', {
    scale: numbers([], () => random.sign() * m),
    shift: numbers([], () => random.pick([-2, 0, -3]) * m),
  });
  if (random.chance(0.2)) build.add('globalMaxPool');
  else {
    build.add('maxPool', {
      size: [random.whole(1, 2), 2],
      strides: [random.whole(1, 3), random.whole(1, 3)],
      padding: random.pick(['same', 'same', 'valid']),
    });
    build.add('reshape', { shape: [build.shapeOf().reduce((a, b) => a * b, 1)] });
  }
  const outputs = build.shapeOf()[0]!;
  if (random.chance(0.3)) build.dense(Array.from({ length: outputs }, () => [random.pick([1 / m, 1])]));
  return {
    net: build.done(),
    boxes: [
      box(Array(side * side).fill(0), Array(side * side).fill(1)),
      box(Array(side * side).fill(-1), Array(side * side).fill(1)),
    ],
  };
}

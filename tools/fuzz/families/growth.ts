import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { drawn } from '../weights';
import { addActivation } from './parts';
import { margin, unitBox } from './unit-boxes';

/** z0 grows without measure, z1 does not: what the bounds of z1 lose in those of z0. */
export function exponential(random: Random): Draft {
  const steep = random.pick([20, 30, 36, 40, 60]);
  const build = new NetBuilder([2]).dense(
    [
      [steep, 0],
      [0, 1],
    ],
    [-steep / 2, -1],
  );
  build.add(random.pick(['exp', 'exp', 'softplus', 'square', 'elu', 'silu'] as const));
  build.dense(
    [
      [1, 0],
      [0, 1],
    ],
    [0, -0.75],
  );
  if (random.chance(0.3))
    build.dense(
      [
        [random.pick([1, 1e3]), 0],
        [0, 1],
      ],
      [0, 0],
    );
  return { net: build.done(), boxes: [unitBox], directions: margin };
}

/** Square, gelu, elu and others on boxes of a million. */
export function wideSmooth(random: Random): Draft {
  const inputs = random.whole(1, 3);
  const build = new NetBuilder([inputs]);
  for (const name of [
    random.pick(['square', 'square', 'abs', 'exp']),
    random.pick(['gelu', 'silu', 'mish']),
    random.pick(['elu', 'selu', 'softplus']),
  ]) {
    build.add('dense', {
      kernel: drawn(random, [build.shapeOf()[0]!, 3], 'normal'),
      bias: drawn(random, [3], 'normal'),
    });
    if (random.chance(0.8)) addActivation(build, random, name);
  }
  build.add('dense', { kernel: drawn(random, [3, 2], 'normal') });
  const reach = random.pick([1e6, 1e3, 1]);
  return { net: build.done(), boxes: [box(Array(inputs).fill(-reach), Array(inputs).fill(reach))] };
}

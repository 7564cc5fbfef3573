import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { drawn } from '../weights';
import { addActivation } from './parts';

/** Roots, logarithms and reciprocals where they are defined, near their ends, and where they are not. */
export function partialNet(random: Random): Draft {
  const build = new NetBuilder([2]);
  const around = random.pick([0.5, 1, 1, 2, 8]);
  build.dense(
    [
      [1, random.normal()],
      [random.pick([0, 0.1, 1]), 1],
    ],
    [around, around],
  );
  if (random.chance(0.3)) addActivation(build, random, random.pick(['softplus', 'exp', 'square', 'relu']));
  build.add(random.pick(['sqrt', 'log', 'reciprocal'] as const));
  build.add('dense', { kernel: drawn(random, [2, 2], 'normal'), bias: drawn(random, [2], 'normal') });
  if (random.chance(0.3)) addActivation(build, random, random.pick(['relu', 'tanh', 'sqrt', 'log']));
  const reach = random.pick([0.1, 0.45, around, 2 * around]);
  return { net: build.done(), boxes: [box([-reach, -reach], [reach, reach]), box([0, 0], [reach, reach])] };
}

import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { activationNames, addActivation } from './parts';

/** A weight that is no number, or infinite: nothing can be proved. */
export function poisoned(random: Random): Draft {
  const bad = random.pick([Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  const build = new NetBuilder([2]);
  const depth = random.whole(1, 3);
  const where = random.whole(0, depth - 1);
  for (let i = 0; i < depth; i++) {
    build.add('dense', {
      kernel: numbers([2, 2], (k) => (i === where && k === 0 ? bad : random.normal())),
      ...(random.chance(0.5) ? { bias: numbers([2], () => random.normal()) } : {}),
    });
    if (i < depth - 1 || random.chance(0.3)) addActivation(build, random, random.pick(activationNames));
  }
  const more = random.chance(0.3) ? Number.NaN : 1;
  return {
    net: build.done(),
    boxes: [box([0.5, 0], [1, 1]), box([more, more], [more, more]), box([1, 1], [1, 1])],
    directions: [Float32Array.of(1, 1), Float32Array.of(-1, 0.5)],
  };
}

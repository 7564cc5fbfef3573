import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { addActivation } from './parts';
import { margin, nearUnit } from './unit-boxes';

/** R1: one dense layer in which the rounding of one feature's radius swallows the other feature. */
export function swallowedRadius(random: Random): Draft {
  const w = 2 ** random.whole(8, 40) * random.pick([1, 1.5, 1 + 2 ** -12]);
  const sign = random.sign();
  const build = new NetBuilder([2]).dense(
    [
      [w, 0],
      [0, 1],
    ],
    [0, random.pick([-0.5, 0, 0.25])],
  );
  return {
    net: build.done(),
    boxes: nearUnit(random),
    directions: [
      ...margin,
      Float32Array.of(-sign * 2 ** random.whole(0, 6), 1),
      Float32Array.of(-1, 2 ** random.whole(-6, 3)),
    ],
  };
}

/** R1b: the same weight built up by layers, each of them harmless. */
export function deepChain(random: Random): Draft {
  const base = random.pick([2, 8, 16, 32, 32, 64, 100, 1000]);
  const depth = random.whole(2, 9);
  const between = random.pick(['relu', 'relu', 'leakyRelu', 'abs', 'none', 'elu', 'mixed']);
  const build = new NetBuilder([2]);
  for (let i = 0; i < depth; i++) {
    if (i > 0 && between !== 'none') {
      addActivation(
        build,
        random,
        between === 'mixed'
          ? random.pick(['relu', 'abs', 'leakyRelu', 'softsign', 'square', 'gelu', 'relu6'])
          : between,
      );
    }
    build.dense(
      [
        [base, 0],
        [0, 1],
      ],
      [0, i === depth - 1 ? -0.5 : random.pick([0, 0, 0.125])],
    );
  }
  return { net: build.done(), boxes: nearUnit(random), directions: margin };
}

/** R2: a unit that rounding takes for dead, by one feature or by the sum of several. */
export function takenForDead(random: Random): Draft {
  const w = 2 ** random.whole(10, 40);
  const more = random.whole(0, 2);
  const inputs = 2 + more;
  const row = (i: number) => (i === 0 ? [0, -w] : i === 1 ? [0, 1] : [0, random.pick([-w, -w / 2])]);
  const build = new NetBuilder([inputs]).dense(
    Array.from({ length: inputs }, (_, i) => row(i)),
    [random.pick([0.5, 0.25]), 0],
  );
  addActivation(build, random, random.pick(['relu', 'relu', 'leakyRelu', 'elu', 'relu6', 'softplus']));
  if (random.chance(0.4))
    build.dense(
      [
        [1, 0],
        [0, random.pick([1, 2, 0.5])],
      ],
      [0, 0],
    );
  return {
    net: build.done(),
    boxes: [
      box(Array(inputs).fill(0), Array(inputs).fill(1)),
      box(Array(inputs).fill(0), Array(inputs).fill(random.pick([1, 2, 16]))),
    ],
    directions: margin,
  };
}

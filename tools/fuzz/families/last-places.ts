import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder, type Numbers, numbers } from '../net';
import type { Random } from '../stream';
import { activationNames, addActivation } from './parts';

/** Tails and turns of an activation, made large: an error of its kernel in the last place becomes one of units. */
export function tails(random: Random): Draft {
  const build = new NetBuilder([1]);
  const name = random.pick(activationNames);
  addActivation(build, random, name);
  build.dense([[2 ** random.whole(8, 30)]], [0]);
  const at = random.pick([20, 8, 3, 100]) * (2 * random.next() - 1);
  const width = random.pick([0, 0, 1e-6, 1e-3, 1]);
  const boxes = [box([at], [at]), box([at - width], [at + width]), box([-1.28 - width], [-0.75 + width])];
  return { net: build.done(), boxes, directions: [Float32Array.of(1), Float32Array.of(-1)] };
}

/** Sums of many terms that round the same way. */
export function longSums(random: Random): Draft {
  const n = random.whole(50, 600);
  const weight = random.pick([1, 0.1, 1 / 3, -0.7, 1e-3]);
  const shares: Numbers = numbers([n, 2], (i) =>
    i % 2 === 0 ? weight : random.pick([weight, random.normal()]),
  );
  const build = new NetBuilder([n]).add('dense', { kernel: shares });
  if (random.chance(0.5)) {
    addActivation(build, random, random.pick(['relu', 'abs', 'leakyRelu']));
    build.dense([
      [1, -1],
      [-1, random.pick([1, 1e3])],
    ]);
  }
  const at = random.pick([0.1, 1 / 3, 0.7, random.next()]);
  const filled = (v: number) => Array<number>(n).fill(v);
  const width = random.pick([1e-7, 1e-3, 0.1]);
  return {
    net: build.done(),
    boxes: [box(filled(at), filled(at)), box(filled(at), filled(at + width)), box(filled(-at), filled(at))],
  };
}

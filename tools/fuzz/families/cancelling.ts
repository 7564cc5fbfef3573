import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { drawn } from '../weights';
import { addActivation } from './parts';
import { margin, nearUnit } from './unit-boxes';

/** Features that are doubled, taken through layers that keep them apart, and subtracted. */
export function cancelling(random: Random): Draft {
  const [inputs, width] = [random.whole(1, 3), random.whole(1, 2)];
  const scale = random.pick([1, 1e3, 2 ** 20, 1e6]);
  const half = drawn(random, [inputs, width], 'normal');
  const twin = (i: number, j: number) => half.data[i * width + (j % width)]! * scale;
  const build = new NetBuilder([inputs]).add('dense', {
    kernel: numbers([inputs, 2 * width], (i) => twin(Math.floor(i / (2 * width)), i % (2 * width))),
    bias: numbers([2 * width], (i) => Math.fround(Math.sin(1 + (i % width))) * random.pick([1, 1])),
  });
  const depth = random.whole(0, 4);
  for (let layer = 0; layer < depth; layer++) {
    if (random.chance(0.8))
      addActivation(build, random, random.pick(['relu', 'abs', 'leakyRelu', 'elu', 'tanh']));
    const block = drawn(random, [width, width], random.pick(['normal', 'smallPowers']));
    build.add('dense', {
      kernel: numbers([2 * width, 2 * width], (i) => {
        const [a, b] = [Math.floor(i / (2 * width)), i % (2 * width)];
        return Math.floor(a / width) === Math.floor(b / width)
          ? block.data[(a % width) * width + (b % width)]!
          : 0;
      }),
    });
  }
  const small = random.pick([0, 1e-3, 1]);
  build.dense(
    Array.from({ length: 2 * width }, (_, i) => [i < width ? 1 : -1, i === 0 ? 1 : 0]),
    [random.pick([0, small, -small]), 0],
  );
  return {
    net: build.done(),
    directions: [Float32Array.of(1, 0), Float32Array.of(-1, 0), Float32Array.of(1, small)],
  };
}

/** Products of large with small, and of a feature with itself. */
export function products(random: Random): Draft {
  const build = new NetBuilder([2]).dense(
    [
      [2 ** random.whole(0, 30), 0],
      [0, 1],
    ],
    [0, random.pick([0, -0.5])],
  );
  const a = build.last;
  build.add('dense', { kernel: drawn(random, [2, 2], random.pick(['normal', 'powers', 'whole'])) }, [0]);
  if (random.chance(0.5)) addActivation(build, random, random.pick(['relu', 'sigmoid', 'tanh']));
  build.add('multiply', {}, random.chance(0.2) ? [a, a] : [a, build.last]);
  if (random.chance(0.6))
    build.dense(
      [
        [1, 0],
        [0, 1],
      ],
      [0, -0.5],
    );
  return { net: build.done(), boxes: [...nearUnit(random), box([-1, -1], [1, 1])], directions: margin };
}

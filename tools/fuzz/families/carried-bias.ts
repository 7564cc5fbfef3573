import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { addActivation } from './parts';

/** Many inputs that make little together; a huge bias that is added and taken away again swallows what each of them does. */
export function carriedBias(random: Random): Draft {
  const inputs = random.pick([40, 200, 600]);
  const huge = 2 ** random.whole(12, 26);
  // what one input does is about the last place of the bias
  const weight = huge * 2 ** -24 * random.pick([0.25, 0.5, 1, 2]);
  const reached = inputs * weight;
  const own = reached * random.pick([0, 0.5, 2, 2]);
  const width = random.whole(1, 2);
  const square = numbers([width, width], (i) => (i % (width + 1) === 0 ? 1 : 0));
  const build = new NetBuilder([inputs]).add('dense', {
    kernel: numbers([inputs, width], (i) => weight * (1 + (i % 3 === 0 ? 2 ** -9 : 0))),
    bias: numbers([width], () => own),
  });
  for (const bias of [huge, -huge]) {
    addActivation(build, random, random.pick(['relu', 'relu', 'leakyRelu', 'abs']));
    build.add('dense', { kernel: square, bias: numbers([width], () => bias) });
  }
  if (random.chance(0.5)) addActivation(build, random, 'relu');
  build.dense(
    Array.from({ length: width }, () => [1, 0]),
    [-own - random.pick([0.25, 0.5, 0.8, 0.95]) * reached, 0],
  );
  const ones = Array.from({ length: inputs }, () => 1);
  return {
    net: build.done(),
    boxes: [
      box(
        ones.map((x) => -x),
        ones,
      ),
    ],
    directions: [Float32Array.of(1, -1), Float32Array.of(-1, 1)],
  };
}

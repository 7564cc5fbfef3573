import { box } from '../boxes';
import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { addActivation } from './parts';

/** A few relus that branch and bound can settle: its leaves come near the truth. */
export function fewRelus(random: Random): Draft {
  const n = random.whole(1, 2);
  const build = new NetBuilder([n]);
  const large = random.pick([1, 1, 1e3, 2 ** 20, 2 ** 25]);
  const draw = random.pick([
    () => random.normal(),
    () => random.whole(-3, 3),
    () => random.sign() * 2 ** random.whole(-3, 5),
  ]);
  let inputs = n;
  for (let layer = random.whole(1, 2); layer > 0; layer--) {
    const width = random.whole(1, 3);
    const scale = random.chance(0.5) ? large : 1;
    build.dense(
      Array.from({ length: inputs }, () =>
        Array.from({ length: width }, () => (random.chance(0.3) ? draw() * scale : draw())),
      ),
      Array.from({ length: width }, () => draw() * (random.chance(0.3) ? scale : 1)),
    );
    addActivation(build, random, random.pick(['relu', 'relu', 'relu', 'abs', 'leakyRelu']));
    inputs = width;
  }
  build.dense(
    Array.from({ length: inputs }, () => [draw(), draw()]),
    [draw(), 0],
  );
  const reach = random.pick([1, 1, 10, 1e3]);
  return {
    net: build.done(),
    boxes: [box(Array(n).fill(-reach), Array(n).fill(reach)), box(Array(n).fill(0), Array(n).fill(reach))],
  };
}

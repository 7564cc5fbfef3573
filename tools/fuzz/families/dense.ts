import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { addActivation, addDense, addScaling, drawStyle, type Style } from './parts';

const merges = ['add', 'add', 'subtract', 'multiply', 'concat'] as const;

function block(build: NetBuilder, random: Random, style: Style): void {
  const from = build.last;
  const width = random.whole(1, 6);
  addDense(build, random, width, style);
  if (random.chance(0.2)) addScaling(build, random, style);
  addActivation(build, random, style.activation());
  if (!random.chance(0.3)) return;
  const a = build.last;
  // the other branch: what came in, or a dense of it
  const [input] = build.shapeOf(from) as [number];
  const op = random.pick(merges);
  let b = from;
  if (op !== 'concat' && random.chance(0.2)) {
    // one unit for all of the other branch
    build.add('reshape', { shape: [input] }, [from]);
    addDense(build, random, 1, style);
    build.add('broadcast', { shape: [width] });
    build.add(op, {}, random.chance(0.5) ? [a, build.last] : [build.last, a]);
    return;
  }
  if ((op !== 'concat' && input !== width) || random.chance(0.4)) {
    const shape = [input];
    build.add('reshape', { shape }, [from]);
    addDense(build, random, width, style);
    if (random.chance(0.5)) addActivation(build, random, style.activation());
    b = build.last;
  }
  build.add(op, op === 'concat' ? { axis: random.pick([0, -1]) } : {}, random.chance(0.5) ? [a, b] : [b, a]);
}

/** Dense networks of a few units with any activation, branches that merge, scalings, and now and then softmax. */
export function denseNet(random: Random): Draft {
  const style = drawStyle(random);
  const build = new NetBuilder([random.whole(1, 5)]);
  if (random.chance(0.15)) addScaling(build, random, style);
  const depth = random.pick([0, 1, 1, 2, 2, 3, 5, 8]);
  for (let i = 0; i < depth; i++) block(build, random, style);
  if (random.chance(0.9)) addDense(build, random, random.whole(1, 4), style);
  if (random.chance(0.04)) build.add('softmax');
  return { net: build.done() };
}

/** One op of the vocabulary after a dense layer, or at the very start: what a single rule gets wrong shows. */
export function shallowNet(random: Random): Draft {
  const style = { ...drawStyle(random), activation: drawStyle(random).activation };
  const build = new NetBuilder([random.whole(1, 4)]);
  if (random.chance(0.5)) addDense(build, random, random.whole(1, 4), style);
  addActivation(build, random, style.activation());
  if (random.chance(0.7)) addDense(build, random, random.whole(1, 3), style);
  return { net: build.done() };
}

import type { Draft } from '../case';
import { NetBuilder, sizeOf } from '../net';
import type { Random } from '../stream';
import { drawn } from '../weights';
import { addActivation, addDense, bias, drawStyle, type Style } from './parts';

/** Units that are picked along an axis, once, often or not at all, and sums, means and the greatest over one. */
function addAlong(build: NetBuilder, random: Random): void {
  const shape = build.shapeOf();
  const axis = random.whole(0, shape.length - 1);
  const named = random.chance(0.3) ? axis - shape.length : axis;
  const op = random.pick(['gather', 'gather', 'sum', 'mean', 'max'] as const);
  if (op !== 'gather') {
    build.add(op, { axis: named });
    return;
  }
  const count = random.whole(1, Math.min(4, shape[axis]! + 1));
  build.add('gather', {
    axis: named,
    indices: Array.from({ length: count }, () => random.whole(0, shape[axis]! - 1)),
  });
}

/** Scores of places by one another, or the places weighed by them, as attention has both. */
function addAttention(build: NetBuilder, random: Random): void {
  const places = build.last;
  build.add('transpose', { permutation: [0, 2, 1] });
  build.add('matMul', {}, [places, build.last]);
  if (random.chance(0.5)) build.add('softmax', {});
  if (random.chance(0.7)) build.add('matMul', {}, [build.last, places]);
}

/** What a normalisation does: each unit over the root of the mean of squares along an axis. */
function addNormalisation(build: NetBuilder, random: Random): void {
  const [from, shape] = [build.last, build.shapeOf()];
  build.add('square', {});
  build.add('mean', { axis: random.whole(0, shape.length - 1) });
  build.add('inverseRoot', { epsilon: random.pick([2 ** -16, 0.25]) });
  build.add('broadcast', { shape });
  build.add('multiply', {}, [from, build.last]);
}

/** Windows that are added up, as images grow. */
function addTransposed(build: NetBuilder, random: Random, style: Style): void {
  const channels = build.shapeOf().at(-1)!;
  const groups = channels === 2 && random.chance(0.5) ? 2 : 1;
  const filters = random.whole(1, 2);
  const strides = [random.whole(1, 2), random.whole(1, 2)] as const;
  const size = [random.whole(1, 2), random.whole(1, 2)];
  build.add('conv2dTranspose', {
    kernel: drawn(random, [...size, filters, channels], style.weights()),
    ...bias(random, filters * groups, style),
    strides,
    outputPadding: strides.map((stride) => random.whole(0, stride - 1)),
    groups,
  });
}

/** Ops along axes, with dense layers and activations between, and branches that meet again. */
export function axesNet(random: Random): Draft {
  const style = drawStyle(random);
  const build = new NetBuilder([random.whole(1, 3), random.whole(1, 3), random.whole(1, 3)]);
  for (let depth = random.whole(1, 3); depth > 0; depth--) {
    const from = build.last;
    if (random.chance(0.5)) addDense(build, random, random.whole(1, 4), style);
    if (random.chance(0.6)) addActivation(build, random, style.activation());
    if (random.chance(0.25)) addAttention(build, random);
    if (random.chance(0.25)) addNormalisation(build, random);
    if (random.chance(0.2)) addTransposed(build, random, style);
    addAlong(build, random);
    const before = build.shapeOf(from);
    const fits = build.shapeOf().every((n, axis) => n === 1 || n === before[axis]);
    if (fits && random.chance(0.4)) {
      // what normalisations do: each unit less, or times, what all of an axis give
      if (sizeOf(build.shapeOf()) !== sizeOf(before)) build.add('broadcast', { shape: before });
      build.add(random.pick(['add', 'subtract', 'multiply'] as const), {}, [from, build.last]);
    }
  }
  build.add('reshape', { shape: [sizeOf(build.shapeOf())] });
  if (random.chance(0.8)) addDense(build, random, random.whole(1, 3), style);
  return { net: build.done() };
}

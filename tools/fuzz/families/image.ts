import type { Draft } from '../case';
import { NetBuilder } from '../net';
import type { Random } from '../stream';
import { drawn } from '../weights';
import { addActivation, addDense, addScaling, bias, drawStyle, type Style } from './parts';

type Pair = [number, number];

const pair = (random: Random, most: number): Pair => [random.whole(1, most), random.whole(1, most)];

/** Strides or dilations, never both; kernels that fit. */
function windowOf(random: Random, [height, width]: readonly number[], most: number) {
  const padding = random.pick(['valid', 'same'] as const);
  const size = pair(random, most);
  const dilated = random.chance(0.25);
  const steps = pair(random, random.pick([1, 2, 4]));
  const [strides, dilations] = dilated ? [[1, 1] as Pair, steps] : [steps, [1, 1] as Pair];
  const fits = (axis: 0 | 1) => (size[axis] - 1) * dilations[axis] + 1 <= [height, width][axis]!;
  if (padding === 'valid' && !(fits(0) && fits(1)))
    return { padding: 'same' as const, size, strides, dilations };
  return { padding, size, strides, dilations };
}

function addConvolution(build: NetBuilder, random: Random, style: Style): void {
  const shape = build.shapeOf();
  const channels = shape[2]!;
  const { size, ...rest } = windowOf(random, shape, 3);
  const depthwise = random.chance(0.3);
  const outputs = random.whole(1, 2);
  build.add(depthwise ? 'depthwiseConv2d' : 'conv2d', {
    kernel: drawn(random, [...size, channels, outputs], style.weights()),
    ...bias(random, depthwise ? channels * outputs : outputs, style),
    ...rest,
  });
}

function addPool(build: NetBuilder, random: Random): void {
  const { size, strides, padding } = windowOf(random, build.shapeOf(), 3);
  const [height, width] = build.shapeOf();
  const fits = size[0] <= height! && size[1] <= width!;
  build.add(random.pick(['maxPool', 'averagePool'] as const), {
    size,
    strides,
    padding: fits ? padding : 'same',
  });
}

function addAny(build: NetBuilder, random: Random, style: Style): void {
  const kind = random.next();
  const shape = build.shapeOf();
  if (kind < 0.35) addConvolution(build, random, style);
  else if (kind < 0.5) addPool(build, random);
  else if (kind < 0.55)
    build.add('transpose', {
      permutation: random.pick([
        [1, 0, 2],
        [0, 1, 2],
        [1, 0, 2],
      ]),
    });
  else if (kind < 0.6) {
    const most = shape[0]! * shape[1]! > 20 ? 0 : 1;
    const paddings = [0, 1].map(() => [random.whole(0, most), random.whole(0, most)]);
    build.add('pad', {
      paddings: [...paddings, [0, 0]],
      ...(random.chance(0.5) ? { value: random.pick([0, 1.5, -1e6]) } : {}),
    });
  } else if (kind < 0.65) addScaling(build, random, style);
  else if (kind < 0.7) {
    // squeeze and excite: one number a channel, for all places
    const from = build.last;
    build.add(random.pick(['globalMaxPool', 'globalAveragePool'] as const));
    if (random.chance(0.5)) addActivation(build, random, style.activation());
    build.add('broadcast', { shape });
    build.add(random.pick(['multiply', 'add', 'subtract'] as const), {}, [build.last, from]);
  } else if (kind < 0.82) {
    // a residual block: the same shape, and added
    const from = build.last;
    const channels = shape[2]!;
    build.add('conv2d', {
      kernel: drawn(random, [random.whole(1, 3), random.whole(1, 3), channels, channels], style.weights()),
      ...bias(random, channels, style),
      strides: [1, 1],
      padding: 'same',
    });
    addActivation(build, random, style.activation());
    const op = random.pick(['add', 'add', 'subtract', 'multiply', 'concat'] as const);
    build.add(op, op === 'concat' ? { axis: random.pick([2, -1, 0, 1]) } : {}, [build.last, from]);
  } else addActivation(build, random, style.activation());
}

function addEnd(build: NetBuilder, random: Random, style: Style): void {
  if (random.chance(0.3)) build.add(random.pick(['globalMaxPool', 'globalAveragePool'] as const));
  else build.add('reshape', { shape: [build.shapeOf().reduce((a, b) => a * b, 1)] });
  if (random.chance(0.3)) addActivation(build, random, style.activation());
  if (random.chance(0.9)) addDense(build, random, random.whole(1, 3), style);
}

const small = (build: NetBuilder) => build.shapeOf().reduce((a, b) => a * b, 1) <= 96;

/** Images of a few pixels through convolutions, pools, pads, transposes and residual blocks. */
export function imageNet(random: Random): Draft {
  const style = drawStyle(random);
  const build = new NetBuilder([random.whole(2, 5), random.whole(2, 5), random.whole(1, 2)]);
  const depth = random.whole(1, 4);
  for (let i = 0; i < depth && small(build); i++) addAny(build, random, style);
  addEnd(build, random, style);
  return { net: build.done() };
}

/** One convolution or pool whose stride may go beyond what its window reaches, on sizes up to 8. */
export function strideNet(random: Random): Draft {
  const weights = random.pick(['whole', 'normal']);
  const style = { weights: () => weights, activation: () => 'relu' };
  const build = new NetBuilder([random.whole(3, 8), random.whole(3, 8), 1]);
  const strides = [random.whole(1, 4), random.whole(1, 4)];
  const size = pair(random, 3);
  const kind = random.pick(['conv2d', 'depthwiseConv2d', 'maxPool', 'averagePool'] as const);
  if (kind === 'conv2d' || kind === 'depthwiseConv2d') {
    const outputs = random.whole(1, 2);
    build.add(kind, {
      kernel: drawn(random, [...size, 1, outputs], weights),
      strides,
      padding: 'same',
      dilations: [1, 1],
    });
    if (random.chance(0.7)) build.add('relu');
  } else build.add(kind, { size, strides, padding: 'same' });
  build.add('reshape', { shape: [build.shapeOf().reduce((a, b) => a * b, 1)] });
  addDense(build, random, 2, style);
  return { net: build.done() };
}

/** Sequences through convolutions and pools in one dimension. */
export function sequenceNet(random: Random): Draft {
  const style = drawStyle(random);
  const [length, channels] = [random.whole(3, 8), random.whole(1, 2)];
  const build = new NetBuilder([length, channels]).add('reshape', { shape: [length, 1, channels] });
  for (let i = random.whole(1, 2); i > 0; i--) {
    const now = build.shapeOf();
    const size = random.whole(1, Math.min(3, now[0]!));
    const dilated = random.chance(0.3) && (size - 1) * 2 + 1 <= now[0]!;
    build.add('conv1d', {
      kernel: drawn(random, [size, now[2]!, 2], style.weights()),
      ...bias(random, 2, style),
      stride: dilated ? 1 : random.whole(1, 2),
      dilation: dilated ? 2 : 1,
      padding: random.pick(['valid', 'same']),
    });
    addActivation(build, random, style.activation());
    const pool = random.whole(1, Math.min(2, build.shapeOf()[0]!));
    if (random.chance(0.5)) {
      build.add(random.pick(['maxPool', 'averagePool'] as const), {
        size: [pool, 1],
        strides: [random.whole(1, 2), 1],
        padding: 'valid',
      });
    }
  }
  addEnd(build, random, style);
  return { net: build.done() };
}

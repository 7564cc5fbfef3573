import '../cpu';
import '../wasm';
import * as tf from '@tensorflow/tfjs-core';
import { isClose, runOn, seeded, type Values } from './testing';

type Pair = [number, number];
type Case = {
  readonly input: [number, number, number, number];
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
};
type Call = { readonly kernelName: string; readonly inputs: Record<string, Values>; readonly attrs: object };

const ones: Pair = [1, 1];
const cross = <A, B>(as: readonly A[], bs: readonly B[]): [A, B][] =>
  as.flatMap((a) => bs.map((b): [A, B] => [a, b]));

const images: Pair[] = cross([3, 4, 5, 6, 7, 8, 28], [4, 8]);
const sizes: Pair[] = [ones, [1, 2], [2, 2], [3, 3]];
const steps: [Pair, Pair][] = [
  ...([ones, [2, 2], [3, 3], [4, 4], [2, 1]] as Pair[]).map((strides): [Pair, Pair] => [strides, ones]),
  [ones, [2, 2]],
  [ones, [3, 1]],
];
const named: Case['pad'][] = ['same', 'valid'];
const grid: Case[] = cross(cross(images, sizes), cross(steps, named))
  .map(([[image, size], [[strides, dilations], pad]], n) => ({
    input: [1 + (n % 5 > 2 ? 1 : 0), ...image, 1 + (n % 3)] as Case['input'],
    size,
    strides,
    dilations,
    pad,
  }))
  .filter((_, n) => n % 2 === 0 || n % 3 === 1) // all of `same`, a third of `valid`
  .filter(({ input, size, dilations, pad }) =>
    [0, 1].every((i) => pad === 'same' || (size[i]! - 1) * dilations[i]! < input[i + 1]!),
  );

/** Paddings for which XNNPACK counts more windows than tfjs, or fewer, and windows that are all padding. */
const unusual: Case[] = cross<Pair, Case['pad']>(
  [
    [1, 2],
    [3, 1],
    [2, 2],
  ],
  [
    1,
    2,
    [
      [0, 0],
      [1, 2],
      [0, 3],
      [0, 0],
    ],
  ],
).flatMap(([size, pad]) =>
  ([ones, [2, 3], [3, 3]] as Pair[]).map((strides) => ({
    input: [2, 5, 4, 2] as Case['input'],
    size,
    strides,
    dilations: ones,
    pad,
  })),
);

function convolutions({ input, size, strides, dilations, pad }: Case, depthwise: boolean): Call[] {
  const filterShape: Case['input'] = [...size, input[3], 2];
  const rounding = typeof pad === 'string' ? {} : { dimRoundingMode: 'floor' as const };
  const info = tf.backend_util.computeConv2DInfo(
    input,
    filterShape,
    strides,
    dilations,
    pad,
    'floor',
    depthwise,
  );
  const [x, filter, dy] = [seeded(input, 1), seeded(filterShape, 2), seeded(info.outShape, 3)];
  const bias = seeded([info.outChannels], 4);
  const attrs = { strides, dilations, pad, dataFormat: 'NHWC', ...rounding };
  const [forward, fused, gradient] = depthwise
    ? ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D', 'DepthwiseConv2dNative']
    : ['Conv2D', 'FusedConv2D', 'Conv2D'];
  return [
    { kernelName: forward!, inputs: { x, filter }, attrs },
    { kernelName: fused!, inputs: { x, filter, bias }, attrs: { ...attrs, activation: 'relu' } },
    ...(Math.max(...dilations) > 1
      ? []
      : [
          { kernelName: `${gradient}BackpropFilter`, inputs: { x, dy }, attrs: { ...attrs, filterShape } },
          {
            kernelName: `${gradient}BackpropInput`,
            inputs: { dy, filter },
            attrs: { ...attrs, inputShape: input },
          },
        ]),
  ];
}

function pools({ input, size, strides, dilations, pad }: Case): Call[] {
  if (Math.max(...dilations) > 1 || Array.isArray(pad) || size.every((n) => n === 1)) return [];
  const { outShape } = tf.backend_util.computePool2DInfo(input, size, strides, 1, pad, 'floor');
  const attrs = { filterSize: size, strides, pad, dimRoundingMode: 'floor' };
  return [-2, 0].flatMap((shift) => {
    const x = { shape: input, values: seeded(input, 1).values.map((v) => v + shift) };
    const dy = seeded(outShape, 2);
    return [
      { kernelName: 'MaxPool', inputs: { x }, attrs },
      { kernelName: 'AvgPool', inputs: { x }, attrs },
      { kernelName: 'MaxPoolGrad', inputs: { dy, input: x, output: dy }, attrs },
      { kernelName: 'AvgPoolGrad', inputs: { dy, input: x }, attrs },
    ];
  });
}

const callsOf = {
  convolutions: (c: Case) => convolutions(c, false),
  'depthwise convolutions': (c: Case) => convolutions(c, true),
  pools,
};

const describeCall = ({ kernelName, inputs, attrs }: Call): string =>
  `${kernelName} ${Object.entries(inputs).map(([name, { shape }]) => `${name} [${shape}]`)} ${JSON.stringify(attrs)}`;

async function onBackend(backend: string, calls: readonly Call[], stock: boolean): Promise<Values[]> {
  await tf.setBackend(backend);
  const results: Values[] = [];
  for (const { kernelName, inputs, attrs } of calls) {
    results.push(await runOn(backend, kernelName, inputs, attrs, stock));
  }
  return results;
}

describe("wasm agrees with the cpu backend's own kernels on a grid of windows", () => {
  afterEach(() => tf.setBackend(process.env.IBP_BACKEND ?? 'wasm'));

  it.each(Object.entries(callsOf))('%s', async (_, callsAt) => {
    const calls = [...grid, ...unusual].flatMap(callsAt);
    const expected = await onBackend('cpu', calls, true);
    const actual = await onBackend('wasm', calls, false);
    const wrong = calls.filter((_, i) => !isClose(actual[i]!, expected[i]!));
    expect(wrong.map(describeCall)).toEqual([]);
  });

  it("needs this: the wasm backend's own convolution is all zeros where the last window ends before the image", async () => {
    const inputs = {
      x: { shape: [1, 6, 6, 1], values: Array.from({ length: 36 }, (_, i) => i) },
      filter: { shape: [2, 2, 1, 1], values: [1, 1, 1, 1] },
    };
    const attrs = { strides: [3, 3], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };
    // 0 + 1 + 6 + 7, and so on
    expect((await runOn('wasm', 'Conv2D', inputs, attrs)).values).toEqual([14, 26, 86, 98]);
    expect((await runOn('wasm', 'Conv2D', inputs, attrs, true)).values).toEqual([0, 0, 0, 0]);
  });
});

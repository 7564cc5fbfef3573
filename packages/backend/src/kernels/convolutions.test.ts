import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import '../cpu';
import '../wasm';
import { type ConvAttrs, convGeometry, type Shape4D } from './conv';
import { convolution, expectClose, runOn, seeded } from './testing';

type Case = {
  input: Shape4D;
  kernel: [number, number];
  filters: number;
  strides: [number, number];
  pad: unknown;
  seed: number;
};

function problem({ input, kernel, filters, strides, pad, seed }: Case, depthwise: boolean) {
  const filterShape: Shape4D = [...kernel, input[3], filters];
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] } as ConvAttrs;
  const { outShape } = convGeometry(input, filterShape, attrs, depthwise)!;
  return {
    x: seeded(input, seed),
    filter: seeded(filterShape, seed + 1),
    dy: seeded(outShape, seed + 2),
    attrs: { ...attrs, inputShape: input, filterShape },
  };
}

const agrees = (backend: string, kernelName: string, names: ('x' | 'dy' | 'filter')[], depthwise: boolean) =>
  fc.assert(
    fc.asyncProperty(convolution, async (drawn) => {
      const given = problem(drawn as Case, depthwise);
      const inputs = Object.fromEntries(names.map((name) => [name, given[name]]));
      const expected = await runOn('cpu', kernelName, inputs, given.attrs, true);
      expectClose(await runOn(backend, kernelName, inputs, given.attrs), expected);
    }),
    { seed: 1, numRuns: 120 },
  );

describe("the gradients of convolutions agree with the cpu backend's own kernels", () => {
  it('filter gradient on wasm', () => agrees('wasm', 'Conv2DBackpropFilter', ['x', 'dy'], false));
  it('filter gradient on cpu', () => agrees('cpu', 'Conv2DBackpropFilter', ['x', 'dy'], false));
  it('input gradient on wasm', () => agrees('wasm', 'Conv2DBackpropInput', ['dy', 'filter'], false));
  it('depthwise filter gradient', () =>
    agrees('wasm', 'DepthwiseConv2dNativeBackpropFilter', ['x', 'dy'], true));
  it('depthwise input gradient', () =>
    agrees('wasm', 'DepthwiseConv2dNativeBackpropInput', ['dy', 'filter'], true));
});

describe('NaN on wasm', () => {
  const sizes = [1, 2, 3].flatMap((height) => [1, 2, 3].map((width) => [height, width] as const));
  const problems = ['Conv2D', 'DepthwiseConv2dNative'].flatMap((kernel) =>
    [1, 2, 4].flatMap((channels) =>
      [1, 2].flatMap((outputs) =>
        sizes.flatMap(([height, width]) =>
          [1, 2].map((stride) => ({
            kernel,
            filter: [height, width, channels, outputs],
            strides: [stride, stride],
          })),
        ),
      ),
    ),
  );
  const attrs = (strides: number[]) => ({ strides, pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] });
  const nan = (shape: number[]) => ({ shape, values: Array(tf.util.sizeFromShape(shape)).fill(Number.NaN) });

  it.each(['x', 'filter'] as const)('goes through every convolution, from %s', async (from) => {
    for (const { kernel, filter, strides } of problems) {
      const x = [2, 4, 4, filter[2]!];
      const inputs = { x: seeded(x, 1), filter: seeded(filter, 2), [from]: nan(from === 'x' ? x : filter) };
      const { values } = await runOn('wasm', kernel, inputs, attrs(strides));
      expect([kernel, filter, strides, values.every(Number.isNaN)]).toEqual([kernel, filter, strides, true]);
    }
  });

  it('needs this: the kernel for one product an output makes -Infinity of it', async () => {
    for (const [kernel, filter] of [
      ['Conv2D', [1, 1, 1, 1]],
      ['DepthwiseConv2dNative', [1, 1, 4, 1]],
    ] as const) {
      const inputs = { x: nan([1, 2, 2, filter[2]]), filter: seeded([...filter], 2) };
      const { values } = await runOn('wasm', kernel, inputs, attrs([1, 1]), true);
      expect(values.every((v) => v === Number.NEGATIVE_INFINITY)).toBe(true);
    }
  });
});

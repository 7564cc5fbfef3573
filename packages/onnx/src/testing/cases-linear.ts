import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { KernelCall } from './compare';
import * as g from './generators';

type Case = fc.Arbitrary<KernelCall>;
type Shape4D = [number, number, number, number];

const product: Case = fc
  .record({
    size: fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 4 }))),
    batch: fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[1], [1]],
      [[2], [2]],
      [[2], [1]],
      [[1], [3]],
      [
        [2, 3],
        [2, 3],
      ],
    ),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  })
  .chain(({ size: [m, k, n], batch: [p, q], transposeA, transposeB }) =>
    fc
      .tuple(
        g.float([...p, ...(transposeA ? [k!, m!] : [m!, k!])], g.orNaN),
        g.float([...q, ...(transposeB ? [n!, k!] : [k!, n!])], g.numbers),
      )
      .map(([a, b]) => ({ inputs: { a, b }, attributes: { transposeA, transposeB } })),
  );

/** An image, a window that fits it, strides or dilations, and padding. */
const windows = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    size: fc.tuple(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 })),
    channels: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 3 }),
    window: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    pad: fc.constantFrom('valid' as const, 'same' as const),
    dilated: fc.boolean(),
  })
  .map(({ batch, size, channels, filters, window, strides, pad, dilated }) => ({
    x: [batch, ...size, channels] as Shape4D,
    filter: [...window, channels, filters] as Shape4D,
    window,
    strides,
    pad,
    dilated: dilated && window.every((n, i) => (n - 1) * 2 + 1 <= size[i]!),
  }));

type WindowCase = typeof windows extends fc.Arbitrary<infer W> ? W : never;

const outShape = ({ x, filter, strides, pad }: WindowCase, depthwise = false): number[] =>
  tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad, undefined, depthwise).outShape;

const attributesOf = ({ strides, pad }: WindowCase) => ({ strides, pad, dataFormat: 'NHWC', dilations: 1 });

const forward: Case = windows.chain((w) =>
  fc.tuple(g.float(w.x, g.orNaN), g.float(w.filter, g.numbers)).map(([x, filter]) => ({
    inputs: { x, filter },
    attributes: w.dilated ? { ...attributesOf(w), strides: 1, dilations: 2 } : attributesOf(w),
  })),
);

const backpropInput = (depthwise: boolean): Case =>
  windows.chain((w) =>
    fc
      .tuple(g.float(outShape(w, depthwise), g.numbers), g.float(w.filter, g.numbers))
      .map(([dy, filter]) => ({
        inputs: { dy, filter },
        attributes: { ...attributesOf(w), inputShape: w.x },
      })),
  );

const backpropFilter = (depthwise: boolean): Case =>
  windows.chain((w) =>
    fc.tuple(g.float(w.x, g.numbers), g.float(outShape(w, depthwise), g.numbers)).map(([x, dy]) => ({
      inputs: { x, dy },
      attributes: { ...attributesOf(w), filterShape: w.filter },
    })),
  );

const poolAttributes = ({ window, strides, pad }: WindowCase) => ({ filterSize: window, strides, pad });

const pooled = (element: fc.Arbitrary<number>): Case =>
  windows.chain((w) => g.float(w.x, element).map((x) => ({ inputs: { x }, attributes: poolAttributes(w) })));

const poolOut = (w: WindowCase): number[] =>
  tf.backend_util.computePool2DInfo(w.x, w.window, w.strides, 1, w.pad).outShape;

export const linearCases = {
  AvgPool: pooled(g.orNaN),
  AvgPoolGrad: windows.chain((w) =>
    fc.tuple(g.float(poolOut(w), g.numbers), g.float(w.x, g.numbers)).map(([dy, input]) => ({
      inputs: { dy, input },
      attributes: poolAttributes(w),
    })),
  ),
  BatchMatMul: product,
  Conv2D: forward,
  Conv2DBackpropFilter: backpropFilter(false),
  Conv2DBackpropInput: backpropInput(false),
  DepthwiseConv2dNative: forward,
  DepthwiseConv2dNativeBackpropFilter: backpropFilter(true),
  DepthwiseConv2dNativeBackpropInput: backpropInput(true),
  MaxPool: pooled(g.numbers),
  MaxPoolGrad: windows.chain((w) =>
    // few values, so that many windows have ties
    fc
      .tuple(g.float(poolOut(w), g.numbers), g.float(w.x, g.integers), g.float(poolOut(w), g.numbers))
      .map(([dy, input, output]) => ({ inputs: { dy, input, output }, attributes: poolAttributes(w) })),
  ),
};

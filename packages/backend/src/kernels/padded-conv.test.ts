import fc from 'fast-check';
import '../cpu';
import * as tf from '@tensorflow/tfjs-core';
import { paddedConv } from './padded-conv';
import { convolution, expectClose, runOn, seeded } from './testing';

// The patch is for tfjs-node, which not every machine can install: here it wraps the cpu backend's own
// kernel, which needs none of it.
const kernels = ['Conv2D', 'DepthwiseConv2dNative'] as const;

describe('paddedConv', () => {
  it.each(kernels)("agrees with the backend's own %s", (kernelName) =>
    fc.assert(
      fc.asyncProperty(
        convolution,
        fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
        async ({ input, kernel, filters, strides, pad, seed }, dilations) => {
          const unit = strides.every((s) => s === 1);
          const fits = kernel.every((k, i) => (k - 1) * dilations[i]! < input[i + 1]!);
          const attrs = { strides, pad, dilations: unit && fits ? dilations : [1, 1], dataFormat: 'NHWC' };
          const inputs = { x: seeded(input, seed), filter: seeded([...kernel, input[3], filters], seed + 1) };
          const expected = await runOn('cpu', kernelName, inputs, attrs, true);
          const stock = tf.getKernel(kernelName, 'cpu');
          tf.unregisterKernel(kernelName, 'cpu');
          tf.registerKernel({ ...stock, kernelFunc: paddedConv(kernelName).make(stock.kernelFunc) });
          try {
            expectClose(await runOn('cpu', kernelName, inputs, attrs), expected);
          } finally {
            tf.unregisterKernel(kernelName, 'cpu');
            tf.registerKernel(stock);
          }
        },
      ),
      { seed: 7, numRuns: 80 },
    ),
  );
});

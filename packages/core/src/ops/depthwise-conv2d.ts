import { fail } from '../errors';
import { formatShape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { Conv2dParams } from './conv2d';
import type { LinearOp } from './definition';
import { optional, padding, pair, tensor } from './kinds';
import { tapsOf } from './taps';
import { windowOutput } from './window';

/** `kernel` `[height, width, channels, multiplier]`, `bias` `[channels * multiplier]`. */
export type DepthwiseConv2dParams<T extends Shaped = Shaped> = Conv2dParams<T>;

/** 2-D convolution of each channel by itself, channels last. */
export const depthwiseConv2d: LinearOp<DepthwiseConv2dParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { kernel: tensor, bias: optional(tensor), strides: pair, padding, dilations: optional(pair) },
  weights: 'kernel',
  window: ({ kernel }) => [kernel.shape[0]!, kernel.shape[1]!],
  outputShape: ([input], params) => {
    const { kernel, bias } = params;
    const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
    const outputs = channels * multiplier;
    if (
      kernel.shape.length !== 4 ||
      input!.length !== 3 ||
      input![2] !== channels ||
      !biasFits(bias, outputs)
    ) {
      fail(
        'depthwiseConv2d',
        `expected input [height,width,channels], kernel [height,width,channels,multiplier] and bias ` +
          `[channels*multiplier], got ${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [...windowOutput('depthwiseConv2d', input!, [height, width], params), outputs];
  },
  rows: (params, [input]) => {
    const { kernel, bias } = params;
    const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
    const { places, taps } = tapsOf(input!, [height, width], params);
    const outputs = channels * multiplier;
    return {
      inputs: sizeOf(input!),
      outputs: places * outputs,
      maxTerms: height * width,
      bias: biasOf(bias, outputs),
      row: (i, columns, weights) => {
        const output = i % outputs;
        const channel = Math.floor(output / multiplier);
        let terms = 0;
        taps(Math.floor(i / outputs), (pixel, offset) => {
          columns[terms] = pixel * channels + channel;
          weights[terms] = kernel.data[offset * outputs + output]!;
          terms++;
        });
        return terms;
      },
    };
  },
};

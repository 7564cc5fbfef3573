import type { Padding } from '@ibp/core';
import fc from 'fast-check';
import { seed, upTo, weights } from './op-call';

const padding = fc.constantFrom<Padding>('valid', 'same');

/** A window and an input it fits. */
const windows = fc
  .record({
    size: fc.tuple(upTo(3), upTo(3)),
    steps: fc.tuple(upTo(3), upTo(3)),
    dilated: fc.boolean(),
    extra: fc.tuple(fc.nat(3), fc.nat(3)),
    channels: upTo(3),
    padding,
    seed,
  })
  .map(({ size, steps, dilated, extra, ...rest }) => {
    const one: [number, number] = [1, 1];
    const [strides, dilations] = dilated ? [one, steps] : [steps, one];
    const least = (axis: 0 | 1) => (rest.padding === 'same' ? 1 : (size[axis] - 1) * dilations[axis] + 1);
    const space = [least(0) + extra[0], least(1) + extra[1]];
    return { ...rest, size, strides, dilations, shape: [...space, rest.channels] };
  });

export const convolution = (depthwise: boolean) =>
  fc
    .tuple(windows, upTo(3), fc.boolean())
    .map(([{ size, strides, dilations, padding, shape, channels, seed }, outputs, biased]) => ({
      shapes: [shape],
      params: {
        kernel: weights([...size, channels, outputs], seed),
        bias: biased ? weights([depthwise ? channels * outputs : outputs], seed + 1) : undefined,
        strides,
        dilations,
        padding,
      },
    }));

/** A convolution of the channels as they are, or of several times as many in as many groups. */
export const inGroups = fc
  .tuple(convolution(false), fc.constantFrom(1, 1, 2, 3))
  .map(([{ shapes, params }, groups]) => {
    const [height, width, channels, filters] = params.kernel.shape as [number, number, number, number];
    const { kernel, bias, ...window } = params;
    const some = Math.ceil(filters / groups) * groups;
    return {
      shapes: [[...shapes[0]!.slice(0, 2), channels * groups]],
      params: {
        ...window,
        kernel: weights([height, width, channels, some], kernel.data.length),
        bias: bias && weights([some], some),
      },
    };
  });

export const transposedConvolution = fc
  .tuple(windows, upTo(2), upTo(2), fc.boolean(), fc.nat(2))
  .map(([{ size, strides, shape, channels, seed }, filters, groups, biased, extra]) => ({
    shapes: [[...shape.slice(0, 2), channels * groups]],
    params: {
      kernel: weights([...size, filters, channels * groups], seed),
      bias: biased ? weights([filters * groups], seed + 1) : undefined,
      strides,
      outputPadding: [Math.min(extra, strides[0] - 1), Math.min(extra, strides[1] - 1)] as const,
      groups,
    },
  }));

export const pool = windows
  .filter(({ dilations }) => Math.max(...dilations) === 1)
  .map(({ size, strides, padding, shape }) => ({
    shapes: [shape],
    params: { size, strides, padding },
  }));

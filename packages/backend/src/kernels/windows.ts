import type * as tf from '@tensorflow/tfjs-core';
import { padOrCrop } from './conv';

/** Where the windows of a convolution or pool stand, as tfjs has it. */
export type Windows = tf.backend_util.Conv2DInfo;

type Axis = {
  readonly input: number;
  readonly output: number;
  readonly extent: number;
  readonly stride: number;
  readonly pads: readonly [number, number];
};

/** What the windows need along height and width. */
export const axes = (info: Windows): readonly [Axis, Axis] => [
  {
    input: info.inHeight,
    output: info.outHeight,
    extent: info.effectiveFilterHeight,
    stride: info.strideHeight,
    pads: [info.padInfo.top, info.padInfo.bottom],
  },
  {
    input: info.inWidth,
    output: info.outWidth,
    extent: info.effectiveFilterWidth,
    stride: info.strideWidth,
    pads: [info.padInfo.left, info.padInfo.right],
  },
];

/** From the start of the first window to the end of the last. */
const span = ({ output, extent, stride }: Axis): number => (output - 1) * stride + extent;

/**
 * Whether XNNPACK, the wasm backend's own kernels, puts the windows where tfjs does. It is not told how many there are.
 * Where it finds more than tfjs, for a number as padding and a filter that is not square, or rounding up, it writes past
 * the end of the output.
 *
 * @param named whether the kernel hears of `same` by its name: the padding that it then works out is wrong where the
 *   last window ends before the input does.
 */
export const placedAlike = (info: Windows, named: boolean): boolean =>
  axes(info).every((axis) =>
    named && info.padInfo.type === 'SAME'
      ? span(axis) >= axis.input
      : Math.floor((axis.input + axis.pads[0] + axis.pads[1] - axis.extent) / axis.stride) + 1 ===
        axis.output,
  );

/** x from the start of the first window to the end of the last, with `value` for what is padded: `valid` windows fit it. */
export function seenPart(x: tf.Tensor, info: Windows, value = 0): tf.Tensor {
  const [rows, columns] = axes(info).map((axis): [number, number] => {
    const [before] = axis.pads;
    return [before, span(axis) - before - axis.input];
  });
  return padOrCrop(x, rows!, columns!, value);
}

/** How many units of the image each window holds, along height and along width. */
export const counts = (info: Windows): readonly (readonly number[])[] =>
  axes(info).map(({ input, output, extent, stride, pads: [before] }) =>
    Array.from({ length: output }, (_, i) => {
      const start = i * stride - before;
      return Math.max(0, Math.min(input, start + extent) - Math.max(0, start));
    }),
  );

import type { Shape } from '../shape';
import type { Padding, Pair, WindowParams } from './window';

/** Where a window stands for each output: `[height', width']` places, and the units of the input each one sees. */
export type Taps = {
  readonly places: number;
  /** Calls `tap(unit, offset)` for each place of the window that lies on the image; both count without channels. */
  readonly taps: (place: number, tap: (pixel: number, offset: number) => void) => void;
};

/** Outputs and leading padding along one axis, as TensorFlow splits it: of `same`, the odd one comes after. */
function along(input: number, extent: number, stride: number, padding: Padding): Pair {
  if (padding === 'valid') return [Math.ceil((input - extent + 1) / stride), 0];
  const outputs = Math.ceil(input / stride);
  return [outputs, Math.floor(Math.max((outputs - 1) * stride + extent - input, 0) / 2)];
}

/** The window `size` on an image `[height, width, channels]`. */
export function tapsOf(input: Shape, size: Pair, params: WindowParams): Taps {
  const { strides, padding, dilations = [1, 1] } = params;
  const [height, width] = input as [number, number, number];
  const [rows, top] = along(height, (size[0] - 1) * dilations[0] + 1, strides[0], padding);
  const [columns, left] = along(width, (size[1] - 1) * dilations[1] + 1, strides[1], padding);
  return {
    places: rows * columns,
    taps: (place, tap) => {
      const y0 = Math.floor(place / columns) * strides[0] - top;
      const x0 = (place % columns) * strides[1] - left;
      for (let a = 0; a < size[0]; a++) {
        const y = y0 + a * dilations[0];
        if (y < 0 || y >= height) continue;
        for (let b = 0; b < size[1]; b++) {
          const x = x0 + b * dilations[1];
          if (x >= 0 && x < width) tap(y * width + x, a * size[1] + b);
        }
      }
    },
  };
}

import { fail, formatShape, type Shape } from '../errors';

/** `valid`: no padding; `same`: zeros, so that stride 1 keeps the size. */
export type Padding = 'valid' | 'same';

/** The spatial shape `[height, width]` that a window leaves of `[height, width, channels]`. */
export function windowOutput(
  where: string,
  input: Shape,
  size: readonly [number, number],
  strides: readonly [number, number],
  padding: Padding,
  dilations: readonly [number, number] = [1, 1],
): [number, number] {
  if (input.length !== 3) fail(where, `expected input [height,width,channels], got ${formatShape(input)}`);
  const along = (axis: 0 | 1): number => {
    const extent = (size[axis] - 1) * dilations[axis] + 1;
    const n = padding === 'same' ? input[axis]! : input[axis]! - extent + 1;
    if (n <= 0) {
      fail(where, `expected an input of at least ${extent} along axis ${axis}, got ${formatShape(input)}`);
    }
    return Math.ceil(n / strides[axis]);
  };
  return [along(0), along(1)];
}

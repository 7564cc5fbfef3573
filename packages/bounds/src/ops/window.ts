import { fail, formatShape, type Shape } from '../errors';

/** `valid`: no padding; `same`: zeros, so that stride 1 keeps the size. */
export type Padding = 'valid' | 'same';

type Pair = readonly [number, number];

/** The spatial shape `[height, width]` that a window leaves of `[height, width, channels]`. */
export function windowOutput(
  where: string,
  input: Shape,
  size: Pair,
  strides: Pair,
  padding: Padding,
  dilations: Pair = [1, 1],
): [number, number] {
  if (input.length !== 3) fail(where, `expected input [height,width,channels], got ${formatShape(input)}`);
  assertSteps(where, 'a window', size);
  assertSteps(where, 'strides', strides);
  assertSteps(where, 'dilations', dilations);
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1) {
    fail(where, `expected strides or dilations of 1, got strides ${strides} and dilations ${dilations}`);
  }
  if (padding !== 'valid' && padding !== 'same') {
    fail(where, `expected padding "valid" or "same", got ${JSON.stringify(padding)}`);
  }
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

function assertSteps(where: string, what: string, pair: Pair): void {
  if (pair.length !== 2 || !pair.every((n) => Number.isInteger(n) && n >= 1)) {
    fail(where, `expected ${what} of two whole numbers >= 1, got ${JSON.stringify(pair)}`);
  }
}

/**
 * `same` padding along one axis: how much before and after (as TensorFlow splits it, the odd one after), and
 * for each window its size over the number of units in it that are not padding.
 */
export function samePadding(input: number, size: number, stride: number) {
  const outputs = Math.ceil(input / stride);
  const total = Math.max((outputs - 1) * stride + size - input, 0);
  const before = Math.floor(total / 2);
  const weights = Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - before;
    return size / (Math.min(start + size, input) - Math.max(start, 0));
  });
  return { pads: [before, total - before] as [number, number], total, weights };
}

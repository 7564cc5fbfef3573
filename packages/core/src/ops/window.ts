import { fail } from '../errors';
import { formatShape, type Shape } from '../shape';

/** `valid`: no padding; `same`: zeros, so that stride 1 keeps the size. */
export type Padding = 'valid' | 'same';

export type Pair = readonly [number, number];

/** How a window moves over an image. */
export type WindowParams = {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations?: Pair | undefined;
};

/** The spatial shape `[height, width]` that a window of `size` leaves of `[height, width, channels]`. */
export function windowOutput(
  where: string,
  input: Shape,
  size: Pair,
  { strides, padding, dilations = [1, 1] }: WindowParams,
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

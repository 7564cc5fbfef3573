import { fail } from '../errors';
import { formatShape, type Shape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { LinearOp } from './definition';
import { optional, pair, tensor, whole } from './kinds';

/**
 * `kernel` `[height, width, filters of a group, channels]`, as that of the convolution whose transpose it is; `bias`
 * `[filters]`. `outputPadding`, below the strides and 0 unless given, is how many rows and columns the output has beyond what
 * the last window reaches. `groups` of channels, 1 unless given, each make their own filters.
 */
export type Conv2dTransposeParams<T extends Shaped = Shaped> = {
  readonly kernel: T;
  readonly bias?: T | undefined;
  readonly strides: readonly [number, number];
  readonly outputPadding?: readonly [number, number];
  readonly groups?: number;
};

/** 2-D transposed convolution, channels last, without padding: each place of the input adds a window to the output. */
export const conv2dTranspose: LinearOp<Conv2dTransposeParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: {
    ...{ kernel: tensor, bias: optional(tensor), strides: pair },
    ...{ outputPadding: optional(pair), groups: optional(whole) },
  },
  weights: 'kernel',
  outputShape: ([input], params) => imageOf(input!, params),
  rows: (params, [input]) => {
    const { kernel, bias, strides, groups = 1 } = params;
    const [height, width, own, channels] = kernel.shape as [number, number, number, number];
    const [tall, wide, filters] = imageOf(input!, params);
    const ofGroup = channels / groups;
    const sees = (size: number, axis: 0 | 1) => Math.ceil(size / strides[axis]);
    return {
      inputs: sizeOf(input!),
      outputs: tall * wide * filters,
      maxTerms: sees(height, 0) * sees(width, 1) * ofGroup,
      bias: biasOf(bias, filters),
      row: (i, columns, weights) => {
        const filter = i % filters;
        const place = Math.floor(i / filters);
        const [y, x] = [Math.floor(place / wide), place % wide];
        const first = Math.floor(filter / own) * ofGroup;
        let terms = 0;
        // the windows that reach here: a row of the kernel for each row of the input, and columns likewise
        for (let a = y % strides[0]; a < height && a <= y; a += strides[0]) {
          const row = (y - a) / strides[0];
          if (row >= input![0]!) continue;
          for (let b = x % strides[1]; b < width && b <= x; b += strides[1]) {
            const column = (x - b) / strides[1];
            if (column >= input![1]!) continue;
            const from = ((a * width + b) * own + (filter % own)) * channels + first;
            const to = (row * input![1]! + column) * channels + first;
            for (let c = 0; c < ofGroup; c++, terms++) {
              columns[terms] = to + c;
              weights[terms] = kernel.data[from + c]!;
            }
          }
        }
        return terms;
      },
    };
  },
};

/** The image that the windows of an input make. */
function imageOf(
  input: Shape,
  { kernel, bias, strides, outputPadding = [0, 0], groups = 1 }: Conv2dTransposeParams,
): [number, number, number] {
  const filters = kernel.shape[2]! * groups;
  if (
    kernel.shape.length !== 4 ||
    input.length !== 3 ||
    input[2] !== kernel.shape[3] ||
    !(groups >= 1 && input[2]! % groups === 0) ||
    !biasFits(bias, filters)
  ) {
    fail(
      'conv2dTranspose',
      `expected input [height,width,channels], kernel [height,width,filters,channels] and bias [filters] in ${groups} ` +
        `groups, got ${formatShape(input)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
    );
  }
  const along = (axis: 0 | 1): number => {
    const [stride, extra] = [strides[axis], outputPadding[axis]];
    if (!(stride >= 1 && extra >= 0 && extra < stride)) {
      fail('conv2dTranspose', `expected 0 <= outputPadding < strides, got ${outputPadding} and ${strides}`);
    }
    return (input[axis]! - 1) * stride + kernel.shape[axis]! + extra;
  };
  return [along(0), along(1), filters];
}

import type { FormChoice } from '../graph/form';
import { sizeOf } from '../graph/shapes';
import { LARGEST_WINDOW, LEAST_PIXELS } from '../optimize/blocks/layout';

/** What was fastest on a GPU: see the table in `bench/README.md`. */
const onGpu: { readonly [kernel: string]: string } = {
  Conv2DBackpropFilter: 'products',
  Conv2DBackpropInput: 'spread',
};

/** Rows that are added as a product: fewer are as fast the usual way. */
const LEAST_ROWS = 512;

/** How a CPU computes convolutions: in blocks of so many channels, by so many threads. */
export type Blocks = { readonly block: number; readonly threads: number };

/**
 * Gradients of images as convolutions, where those are in blocks; gradients of filters in four parts, where there are threads
 * that take as many each; and the rows of large matrices added by a product.
 */
const inBlocksOf =
  ({ block, threads }: Blocks): FormChoice =>
  ({ kernel, inputs, attributes }) => {
    if (kernel === 'Sum') {
      const { stored } = inputs.x!;
      return sizeOf(stored) >= LEAST_ROWS * stored.at(-1)! ? 'product' : undefined;
    }
    if (kernel === 'Conv2DBackpropFilter') return threads === 2 || threads === 4 ? 'shared' : undefined;
    if (kernel !== 'Conv2DBackpropInput') return undefined;
    const { dy, filter } = inputs;
    const [height, width, channels, filters] = filter!.shape as [number, number, number, number];
    if (channels % block || filters % block || height * width > LARGEST_WINDOW) return undefined;
    if (sizeOf(dy!.shape) / filters < LEAST_PIXELS) return undefined;
    if ([attributes.strides].flat().some((stride) => stride !== 1)) return 'phases';
    return 'spread';
  };

/** The forms that are known to be fast where a device computes. */
export const usualForms = (onDevice: boolean, blocks?: Blocks): FormChoice | undefined => {
  if (onDevice) return ({ kernel }) => onGpu[kernel];
  return blocks ? inBlocksOf(blocks) : undefined;
};

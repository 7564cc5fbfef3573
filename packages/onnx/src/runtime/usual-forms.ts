import type { FormChoice } from '../graph/form';
import { sizeOf } from '../graph/shapes';
import { LARGEST_WINDOW, LEAST_PIXELS } from '../optimize/blocks/layout';

/** What was fastest on a GPU: see the table in `bench/README.md`. */
const onGpu: { readonly [kernel: string]: string } = {
  Conv2DBackpropFilter: 'products',
  Conv2DBackpropInput: 'spread',
};

/** How a CPU computes convolutions: in blocks of so many channels, by so many threads. */
export type Blocks = { readonly block: number; readonly threads: number };

/**
 * As convolutions, where those are in blocks. A stride of 1 and one block of channels is as fast the other way on one thread, which
 * threads share badly: image by image.
 */
const inBlocksOf =
  ({ block, threads }: Blocks): FormChoice =>
  ({ kernel, inputs, attributes }) => {
    if (kernel !== 'Conv2DBackpropInput') return undefined;
    const { dy, filter } = inputs;
    const [height, width, channels, filters] = filter!.shape as [number, number, number, number];
    if (channels % block || filters % block || height * width > LARGEST_WINDOW) return undefined;
    if (sizeOf(dy!.shape) / filters < LEAST_PIXELS) return undefined;
    if ([attributes.strides].flat().some((stride) => stride !== 1)) return 'phases';
    return channels === block && threads === 1 ? undefined : 'spread';
  };

/** The forms that are known to be fast where a device computes. */
export const usualForms = (onDevice: boolean, blocks?: Blocks): FormChoice | undefined => {
  if (onDevice) return ({ kernel }) => onGpu[kernel];
  return blocks ? inBlocksOf(blocks) : undefined;
};

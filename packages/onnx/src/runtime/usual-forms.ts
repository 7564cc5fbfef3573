import type { FormChoice } from '../graph/form';
import { LARGEST_WINDOW } from '../optimize/blocks/layout';

/** What was fastest on a GPU: see the table in `bench/README.md`. */
const onGpu: { readonly [kernel: string]: string } = {
  Conv2DBackpropFilter: 'products',
  Conv2DBackpropInput: 'spread',
};

/** On a CPU that computes convolutions in blocks of channels: as convolutions, where they come in whole blocks. */
const inBlocksOf =
  (block: number): FormChoice =>
  ({ kernel, inputs, attributes }) => {
    if (kernel !== 'Conv2DBackpropInput') return undefined;
    const [height, width, channels, filters] = inputs.filter!.shape as [number, number, number, number];
    if (channels % block || filters % block || height * width > LARGEST_WINDOW) return undefined;
    return [attributes.strides].flat().every((stride) => stride === 1) ? 'spread' : 'phases';
  };

/** The forms that are known to be fast where a device computes. */
export const usualForms = (onDevice: boolean, block?: number): FormChoice | undefined => {
  if (onDevice) return ({ kernel }) => onGpu[kernel];
  return block ? inBlocksOf(block) : undefined;
};

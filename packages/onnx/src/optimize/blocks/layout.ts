import { inverse } from '../../graph/view';

/** The domain of onnxruntime's own ops for images whose channels are stored in blocks. */
export const BLOCKS = 'com.microsoft.nchwc.';

/** Windows larger than this are the images whose products with others are gradients of filters: they are faster plain. */
export const LARGEST_WINDOW = 49;

/**
 * Convolutions that give fewer pixels, all images together, are left plain: to turn the filter, which is done in every run, would take
 * longer than the convolution.
 */
export const LEAST_PIXELS = 256;

type Shape = readonly number[];

/** Shapes and orders of axes by which a plain tensor becomes one in blocks: a reshape, a transpose, a reshape. */
export type Rearranged = { readonly split: Shape; readonly perm: Shape; readonly shape: Shape };

/** Filters `[filters, channels, height, width]` as `[filters / b, channels / b, height, width, b channels, b filters]`. */
export const filterInBlocks = (shape: Shape, block: number): Rearranged => {
  const [filters, channels, height, width] = shape as [number, number, number, number];
  // images of few channels are read as they are
  if (channels < block)
    return { split: [filters / block, block, channels, height, width], perm: [0, 2, 3, 4, 1], shape };
  return {
    split: [filters / block, block, channels / block, block, height, width],
    perm: [0, 2, 4, 5, 3, 1],
    shape,
  };
};

/** What `DepthToSpace` does (the channels of a place last), of and to images in blocks. */
export const depthInBlocks = (shape: Shape, size: number, block: number): Rearranged => {
  const [batch, depth, height, width] = shape as [number, number, number, number];
  const channels = depth / (size * size);
  return {
    split: [batch, size, size, channels / block, height, width, block],
    perm: [0, 3, 4, 1, 5, 2, 6],
    shape: [batch, channels, height * size, width * size],
  };
};

/** The transposes between channels last and channels first. */
export const toChannelsLast: Shape = [0, 2, 3, 1];
export const toChannelsFirst: Shape = inverse(toChannelsLast);

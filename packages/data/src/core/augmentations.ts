import { type Augment, compose, padAndCrop, randomFlip } from './augment';

/** What is usual, by name, so that data can say it. */
export type AugmentName = 'none' | 'flip' | 'crop' | 'cropAndFlip';

/** Crops shift by 4 pixels at most; `none` leaves images as they are. */
export const augmentations: { readonly [name in AugmentName]: Augment } = {
  none: (pixels) => pixels,
  flip: randomFlip(),
  crop: padAndCrop(4),
  cropAndFlip: compose(padAndCrop(4), randomFlip()),
};

import { type Augment, compose, padAndCrop, randomFlip, translate } from './augment';

/** What is usual, by name, so that data can say it. */
export type AugmentName = 'none' | 'flip' | 'shift' | 'crop' | 'cropAndFlip';

/** `shift` moves images by a pixel at most, as suits digits, crops by 4; `none` leaves images as they are. */
export const augmentations: { readonly [name in AugmentName]: Augment } = {
  none: (pixels) => pixels,
  flip: randomFlip(),
  shift: translate(1),
  crop: padAndCrop(4),
  cropAndFlip: compose(padAndCrop(4), randomFlip()),
};

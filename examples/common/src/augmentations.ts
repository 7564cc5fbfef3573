import { type Augment, compose, padAndCrop, randomFlip } from '@ibp/data';
import type { AugmentName } from '@ibp/recipes';

/** By the names that recipes have for them; nothing: images as they are. Shifts are by 4 pixels at most. */
export const augmentations: { readonly [name in AugmentName]: Augment | undefined } = {
  none: undefined,
  flip: randomFlip(),
  crop: padAndCrop(4),
  cropAndFlip: compose(padAndCrop(4), randomFlip()),
};

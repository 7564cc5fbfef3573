import type { Shape } from '@ibp/core';
import type { Layer } from '../builder';
import { type Pair, pair } from './pair';

/** All units in one row: `[height, width, channels]` to `[height * width * channels]`. */
export const flatten = (): Layer => (build, x) =>
  build.add(
    'reshape',
    { shape: [build.shapeOf(x).reduce((a, b) => a * b, 1)] },
    [x],
    build.uniqueName('flatten'),
  );

/** The same units in another shape, without the batch. */
export const reshape =
  (shape: Shape): Layer =>
  (build, x) =>
    build.add('reshape', { shape }, [x]);

/** The units repeated along axes of size 1, or new ones in front: `[channels]` to `[height, width, channels]`. */
export const broadcast =
  (shape: Shape): Layer =>
  (build, x) =>
    build.add('broadcast', { shape }, [x]);

/** The axes of the units in another order, without the batch. */
export const transpose =
  (permutation: readonly number[]): Layer =>
  (build, x) =>
    build.add('transpose', { permutation }, [x]);

/** The units at some places along an axis, -1 being the last: `gather([1, 2])` leaves out the first channel of three. */
export const gather =
  (indices: readonly number[], axis = -1): Layer =>
  (build, x) =>
    build.add('gather', { axis, indices }, [x]);

/** Zeros around an image: `[top and bottom, left and right]`. */
export const zeroPad2d =
  (amount: Pair): Layer =>
  (build, x) => {
    const [height, width] = pair(amount);
    const paddings = [
      [height, height],
      [width, width],
      [0, 0],
    ] as const;
    return build.add('pad', { paddings }, [x]);
  };

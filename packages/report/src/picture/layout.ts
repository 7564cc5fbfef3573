import type { FormatData } from '../data/example-data';
import { fail } from '../data/fail';
import { type PixelData, pixelsOf } from './pixels';

/** How the values of an input make a picture. */
export type Layout = { readonly width: number; readonly height: number; readonly channels: 1 | 3 | 4 };

const pictured: readonly number[] = [1, 3, 4] satisfies readonly Layout['channels'][];

/** Nothing where inputs are no pictures: a table's features, a sound, more channels than a picture has. */
export function layoutOf({ shape }: FormatData): Layout | undefined {
  const [height, width, channels = 1, ...more] = shape;
  if (!height || !width || more.length > 0 || !pictured.includes(channels)) return undefined;
  return { width, height, channels: channels as Layout['channels'] };
}

/**
 * The values of an input.
 *
 * @throws when they are not as many as the shape says.
 */
export function inputOf(what: string, data: PixelData, { shape }: FormatData): ArrayLike<number> {
  const values = pixelsOf(data);
  const size = shape.reduce((product, side) => product * side, 1);
  if (values.length !== size) {
    fail(
      'report',
      `expected ${size} values of ${what}, of shape [${shape.join(', ')}], got ${values.length}`,
    );
  }
  return values;
}

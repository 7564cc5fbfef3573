import type { Dataset } from '@ibp/data';
import type { Normalization } from '../configuration';

/**
 * Mean and standard deviation of each feature of a table, for the first layer of a network; none of images, whose values
 * are alike. A feature that is always the same is left as it is.
 */
export function standardised({ images, shape, count }: Dataset): Normalization | undefined {
  if (shape.length !== 1) return undefined;
  const features = shape[0]!;
  const scale = images.BYTES_PER_ELEMENT === 1 ? 1 / 255 : 1;
  const mean = new Array<number>(features).fill(0);
  const square = new Array<number>(features).fill(0);
  for (let i = 0; i < images.length; i++) mean[i % features]! += (images[i]! * scale) / count;
  for (let i = 0; i < images.length; i++)
    square[i % features]! += (images[i]! * scale - mean[i % features]!) ** 2 / count;
  return { mean, std: square.map((value) => (value > 0 ? Math.sqrt(value) : 1)) };
}

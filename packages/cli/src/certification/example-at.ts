import type { Dataset } from '@ibp/data';
import type { Classification } from '@ibp/exact';
import type { Loaded } from '../loaded';

/** The pixels of one example as float32, as the loaders scale them. */
export function pixelsOf(dataset: Dataset, index: number): Float32Array {
  const size = dataset.images.length / dataset.count;
  const pixels = dataset.images.subarray(index * size, (index + 1) * size);
  return pixels instanceof Float32Array ? pixels.slice() : Float32Array.from(pixels, (byte) => byte / 255);
}

/** "The class of this example is its label, for all pixels within epsilon and the range of the images." */
export const classOf = (
  dataset: Dataset,
  index: number,
  epsilon: Classification['epsilon'],
): Classification => ({
  x: pixelsOf(dataset, index),
  label: dataset.labels[index]!,
  classes: dataset.classes,
  epsilon,
  range: dataset.range,
});

/** @throws unless there is an example of this index. */
export function assertIndex(dataset: Dataset, index: number): void {
  if (index < dataset.count) return;
  throw new Error(`expected an example from 0 to ${dataset.count - 1}, got ${index}`);
}

/** The radius that a command is about: the one given, else that of the run. */
export function epsilonOf(given: number | undefined, { recipe }: Pick<Loaded, 'recipe'>): number {
  const epsilon = given ?? recipe?.epsilon;
  if (epsilon === undefined) throw new Error('--epsilon: expected a radius, as a model names none');
  return epsilon;
}

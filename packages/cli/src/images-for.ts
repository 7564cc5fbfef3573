import type { Dataset } from '@ibp/data';

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * A dataset as a network takes it: inputs of another shape but as many values are read as of its own, row by row, and there
 * are as many classes as it has logits.
 *
 * @throws where an input has not as many values, a label is no logit, or the network gives something else than logits.
 */
export function imagesFor(input: readonly number[], output: readonly number[], dataset: Dataset): Dataset {
  const { shape, labels } = dataset;
  if (output.length !== 1) throw new Error(`expected a network with logits, got output [${output}]`);
  if (sizeOf(shape) !== sizeOf(input)) {
    throw new Error(`data: expected inputs [${input}], which the network takes, got [${shape}]`);
  }
  const [classes] = output as [number];
  const bad = labels.findIndex((label) => label >= classes);
  if (bad >= 0)
    throw new Error(`data: expected labels below ${classes}, the number of logits, got ${labels[bad]}`);
  return { ...dataset, shape: input, classes };
}

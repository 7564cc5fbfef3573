import { isAbsolute } from 'node:path';
import { type Dataset, holdOut, type SplitDataset } from '@ibp/data';
import { contentHash } from './content-hash';
import type { Part } from './parts';

/** Training images that were held out: what is chosen is chosen on them, and the test set is left alone. */
export type Validation = { readonly examples: number; readonly seed: number };

/** A constant: runs with other seeds are compared on the same images. Fewer examples are among those of more. */
const seed = 0;

/** What is trained on, and what takes the place of the test images. */
export type Divided = {
  readonly train: Dataset;
  readonly test: Dataset;
  readonly part: Part;
  /** How many test images there are, whichever of them, or others, are evaluated on. */
  readonly testSet: number;
  readonly validation?: Validation;
};

/**
 * Holds so many training images out; where some are, they are evaluated on unless the test images are asked for.
 *
 * @throws when validation images are asked for where none are held out, or all were to be held out.
 */
export function divide(split: SplitDataset, examples?: number, on?: Part): Divided {
  if (examples === undefined) {
    if (on === 'validation') {
      throw new Error('--on: expected test, as no validation images were held out, got validation');
    }
    return { ...split, part: 'test', testSet: split.test.count };
  }
  const { count } = split.train;
  if (examples >= count) {
    throw new Error(`--validation: expected fewer than the ${count} training images, got ${examples}`);
  }
  const { train, test } = holdOut(split.train, examples, seed);
  const part = on ?? 'validation';
  return {
    ...{ train, test: part === 'validation' ? test : split.test, part },
    ...{ testSet: split.test.count, validation: { examples, seed } },
  };
}

type Described = Pick<Divided, 'validation'> & {
  readonly part?: Part;
  readonly source: string;
  readonly description: string;
};

/** `5000 validation examples, of the training images of "full"`: what was evaluated on. */
export const describePart = (count: number, { part = 'test', source, description }: Described): string =>
  part === 'test'
    ? `${count} test examples of: ${description}`
    : `${count} validation examples, held out of the training images of "${source}"`;

/** What tells the images of a certificate and its journal from others. */
export const imagesLabel = ({ part, validation, source, description }: Described): string =>
  part === 'validation'
    ? `${validation!.examples} held out of the training images of "${source}": ${description}`
    : description;

/** What the label of images does not tell: of one's own files, which may change, what is in them; and a range of one's own. */
export function unlabelled({ source, test }: { readonly source: string; readonly test: Dataset }): {
  [what: string]: string;
} {
  const [least, greatest] = test.range;
  const usual = least === 0 && greatest === 1;
  return {
    ...(isAbsolute(source) ? { inputs: contentHash(test) } : {}),
    ...(usual ? {} : { range: `${least} to ${greatest}` }),
  };
}

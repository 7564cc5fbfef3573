import { full } from '../full';
import {
  type BestPublished,
  bestPublished,
  type DatasetId,
  type PublishedRow,
  radius,
  table3,
  table4,
} from '../published';
import type { RunResults } from './read-results';

/** The images of a run, and what the paper prints of the same. */
export type RunData = {
  /** `mnist`; `mnist (embedded digits)` where they are not the dataset itself. */
  readonly data: string;
  /** In the whole test set; nothing where the run did not say, and no figure passes for one of the whole. */
  readonly examples?: number;
  /** Nothing where the paper has no such row, or is of other images. */
  readonly printed?: PublishedRow & { readonly ibp?: number };
  /** What others have reached since. */
  readonly best?: BestPublished;
};

const sourceNames: { readonly [source: string]: string } = { embedded: 'embedded digits' };

/** Says which images a run is of, so that nobody takes one test set for another. */
export function dataOf({ example, data }: RunResults, epsilon: number): RunData {
  const { source, testSet } = data;
  if (source !== 'full') {
    return { data: `${example} (${sourceNames[source] ?? source})`, ...wholeOf(testSet) };
  }
  const examples = full[example as DatasetId]?.testExamples ?? testSet;
  const printed = printedOf(example, epsilon);
  const best = bestPublished.find(isOf(example, epsilon));
  return { data: example, ...wholeOf(examples), ...(printed ? { printed } : {}), ...(best ? { best } : {}) };
}

const wholeOf = (examples: number | undefined): Pick<RunData, 'examples'> =>
  examples === undefined ? {} : { examples };

const isOf =
  (dataset: string, epsilon: number) =>
  (row: { readonly dataset: string; readonly epsilon: string }): boolean =>
    row.dataset === dataset && Math.abs(radius(row.epsilon) - epsilon) < 1e-6;

function printedOf(dataset: string, epsilon: number): RunData['printed'] {
  const isSame = isOf(dataset, epsilon);
  const row = table4.find((row) => row.method === 'ibp' && isSame(row));
  const ibp = table3.find(isSame)?.ibp;
  return row && { ...row, ...(ibp === undefined ? {} : { ibp }) };
}

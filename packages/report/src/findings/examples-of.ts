import type { ExampleData, FormatData, VerdictData } from '../data/example-data';
import { fail } from '../data/fail';

/** A line of a journal, or what `certify` gives: of a run that was stopped some have no verdict. */
export type CaseData = {
  readonly index: number;
  readonly verdict?: Omit<VerdictData, 'witness'> & {
    readonly witness?: Omit<NonNullable<VerdictData['witness']>, 'taken'> & { readonly row?: number };
  };
};

/** What a `Dataset` of `@ibp/data` says of its examples, or the same as plain arrays. */
export type LabelledData = FormatData & {
  /** `[count, ...shape]`, flat; bytes (`Uint8Array`) mean value / 255. */
  readonly images: ArrayLike<number> & Partial<Pick<Uint8Array, 'BYTES_PER_ELEMENT'>>;
  readonly labels: ArrayLike<number>;
};

/**
 * The examples of a report, from what is known of each and the data set that they are of: its classes were certified.
 * The last case of an example counts. Those that have a counter-example come with their own values.
 *
 * @throws when a case is of an example that the data set does not have.
 *
 * @example
 * ```ts
 * import { examplesOf } from '@ibp/report';
 *
 * const dataset = { images: Uint8Array.of(0, 255), labels: [0, 1], shape: [1], classes: 2 };
 * const witness = { x: [0.9], row: 0, margin: 0.1 };
 * const cases = [{ index: 1, verdict: { status: 'falsified', method: 'pgd', witness } }];
 * const [example] = examplesOf(cases, dataset);
 * console.log(example?.label, example?.x, example?.verdict?.witness?.taken); // 1 [ 1 ] 0
 * ```
 */
export function examplesOf(cases: Iterable<CaseData>, dataset: LabelledData): ExampleData[] {
  const last = new Map<number, CaseData>();
  for (const one of cases) last.set(one.index, one);
  return [...last.values()].sort((a, b) => a.index - b.index).map((one) => exampleOf(one, dataset));
}

function exampleOf({ index, verdict }: CaseData, dataset: LabelledData): ExampleData {
  const { labels, classes } = dataset;
  const label = labels[index];
  if (label === undefined)
    fail('examplesOf', `expected an example from 0 to ${labels.length - 1}, got ${index}`);
  if (!verdict) return { index, label };
  const { witness, ...rest } = verdict;
  if (!witness) return { index, label, verdict: rest };
  const { row, ...kept } = witness;
  // the rows of "the label is above all others" go from the class after the label around
  const taken =
    row === undefined || row < 0 || classes === undefined ? {} : { taken: (label + 1 + row) % classes };
  return { index, label, x: valuesOf(index, dataset), verdict: { ...rest, witness: { ...kept, ...taken } } };
}

function valuesOf(index: number, { images, shape }: LabelledData): number[] {
  const size = shape.reduce((product, side) => product * side, 1);
  const scale = images.BYTES_PER_ELEMENT === 1 ? 255 : 1;
  return Array.from({ length: size }, (_, i) => images[index * size + i]! / scale);
}

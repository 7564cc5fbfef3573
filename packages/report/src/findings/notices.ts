import { isKnown } from '../data/numbers';
import type { ReportData } from '../data/report-data';

/** What a reader must know before the figures. */
export function noticesOf({ run, certification, radii, metrics }: ReportData): string[] {
  const hashes = [certification?.weights, run?.weightsHash, radii?.weights].filter(
    (hash) => hash !== undefined,
  );
  const odd = (metrics ?? run?.training?.history ?? []).filter(
    ({ loss }) => loss !== undefined && !isKnown(loss),
  );
  return [
    ...(new Set(hashes).size > 1
      ? ['The parts of this report are of different weights: their figures do not belong together.']
      : []),
    ...(odd.length > 0
      ? [
          `The loss was no finite number in ${odd.length} rows of the training, the first of them at step ${odd[0]!.step}.`,
        ]
      : []),
    ...(run?.data?.part === 'validation'
      ? ['The figures are of validation examples, held out of the training images, not of the test set.']
      : []),
  ];
}

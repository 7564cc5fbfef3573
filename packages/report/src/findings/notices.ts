import { isKnown } from '../data/numbers';
import type { ReportData } from '../data/report-data';

/** What a reader must know before the figures. */
export function noticesOf({ run, certification, radii, metrics, examples }: ReportData): string[] {
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
    ...(certification?.proofs === 'none'
      ? [
          'No proofs were made: verified means by bounds in float32, or by solvers within a margin for their tolerances. Nobody can check it.',
        ]
      : []),
    ...(odd.length > 0
      ? [
          `The loss was no finite number in ${odd.length} rows of the training, the first of them at step ${odd[0]!.step}.`,
        ]
      : []),
    ...(isOtherwise(examples, certification?.summary)
      ? ['The examples one by one are not those that the certification sums up: their counts differ.']
      : []),
    ...(run?.data?.part === 'validation'
      ? ['The figures are of validation examples, held out of the training images, not of the test set.']
      : []),
  ];
}

type Summary = NonNullable<ReportData['certification']>['summary'];

function isOtherwise(examples: ReportData['examples'], summary: Summary): boolean {
  if (!examples || examples.length === 0 || !summary) return false;
  const counted = (status: string) => examples.filter(({ verdict }) => verdict?.status === status).length;
  return (['verified', 'falsified', 'unknown'] as const).some(
    (status) => counted(status) !== summary[status],
  );
}

import type { Sweep, TrialFound } from '@ibp/cluster';
import { percent } from '../report';

/** What the weights of a run come to on the images that are tracked, and by how much that may differ from what its worker has found. */
export type TrackedEnd = { readonly error: number; readonly apart: number };

/**
 * Why the errors that a worker says a run had while it trained are none by which runs are stopped: they have to go to where the run ended, and
 * there be what its weights come to; nothing stops where its sweep does not say so. Those before the end left no weights, and stay its word.
 *
 * @param end nothing where other weights than the last ones were kept.
 */
export function whyNoCurve(
  { curve, stopped }: TrialFound,
  { earlyStopping }: Pick<Sweep, 'earlyStopping'>,
  end: TrackedEnd | undefined,
): string | undefined {
  if (!earlyStopping) {
    return curve || stopped !== undefined
      ? 'expected a run to its end, got one that may be stopped'
      : undefined;
  }
  const { from } = earlyStopping;
  const at = stopped ?? 1;
  const [share, error] = curve?.at(-1) ?? [0, 0];
  // a run may be stopped between two looks at its errors, as others end, and not before the first that counts
  const least = stopped === undefined ? 1 : from;
  if (at < from || share < least || share > at) {
    const reach = stopped === undefined ? percent(1) : `${percent(from)} to ${percent(1)}`;
    return `expected errors up to ${reach} of its steps, got some up to ${percent(share)} of a run of ${percent(at)}`;
  }
  if (!end || share < at || Math.abs(error - end.error) <= end.apart) return undefined;
  return `an error of ${percent(error)} on tracked images in the end, which is ${percent(end.error)} when done again`;
}

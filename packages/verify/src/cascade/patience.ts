import type { Case } from './case';
import type { Pair } from './run-stage';
import type { Remark } from './verdict';

/** How long a run goes on with examples that stay open. */
export type Patience = {
  /** To be told of each that was tried. */
  readonly saw: (state: Case) => void;
  /** Why the next one is not tried, once it is at its end. */
  readonly end: () => Remark | undefined;
};

/**
 * Patience for so many in a row that stay open.
 *
 * @param known what an earlier run noted, in that order: those in a row that stayed open at its end count.
 */
export function patienceOf(most: number, known: Iterable<Case> = []): Patience {
  let open = [...known].reduce((count, { verdict }) => (verdict?.status === 'unknown' ? count + 1 : 0), 0);
  const detail = `not tried: of examples nearer to a proof, ${most} in a row stayed open`;
  return {
    saw: ({ verdict }) => {
      if (open < most) open = verdict ? 0 : open + 1;
    },
    end: () => (open < most ? undefined : { stage: 'certify', reason: 'time-out', detail }),
  };
}

/** In the order of what is hardest to prove of each, the worst bound of an open row; those without bounds last. */
export const nearestFirst = (queue: readonly Pair[]): readonly Pair[] =>
  queue
    .map((pair) => ({ pair, distance: distanceOf(pair.state) }))
    .sort((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance))
    .map(({ pair }) => pair);

const distanceOf = ({ open, bounds }: Case): number =>
  Math.max(...open.map((row) => bounds[row] ?? Number.POSITIVE_INFINITY));

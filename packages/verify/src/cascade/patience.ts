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
 * @param before how many stayed open in a row before these, see {@link openBefore}.
 */
export function patienceOf(most: number, before = 0): Patience {
  let open = before;
  const detail = `not tried: of examples nearer to a proof, ${most} in a row stayed open`;
  return {
    saw: ({ verdict }) => {
      if (open < most) open = verdict ? 0 : open + 1;
    },
    end: () => (open < most ? undefined : { stage: 'certify', reason: 'time-out', detail }),
  };
}

/**
 * How many stayed open in a row at the end of the run that a line goes on from: none where the line has others than that run had
 * left, examples that are new or were tried and are open again, which may be nearer to a proof.
 *
 * @param known what that run noted, in that order.
 * @param single the names of the stages that take one at a time.
 */
export function openBefore(
  line: readonly Pair[],
  known: ReadonlyMap<number, Case>,
  single: readonly string[],
): number {
  const isLeft = ({ state }: Pair) =>
    known.has(state.index) && !single.some((stage) => stage in state.seconds);
  if (!line.every(isLeft)) return 0;
  return [...known.values()].reduce(
    (count, { verdict }) => (verdict?.status === 'unknown' ? count + 1 : 0),
    0,
  );
}

/** In the order of what is hardest to prove of each, the worst bound of an open row; those without bounds last. */
export const nearestFirst = (queue: readonly Pair[]): readonly Pair[] =>
  queue
    .map((pair) => ({ pair, distance: distanceOf(pair.state) }))
    .sort((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance))
    .map(({ pair }) => pair);

const distanceOf = ({ open, bounds }: Case): number =>
  Math.max(...open.map((row) => bounds[row] ?? Number.POSITIVE_INFINITY));

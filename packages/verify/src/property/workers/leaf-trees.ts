import { fail } from '@ibp/core';

/** What came of parts that were taken up, where leaves say themselves where they are. */
export type LeafTrees<Leaf> = {
  /** The numbers of what was taken up, and of what was given away of it. */
  readonly taken: readonly number[];
  readonly given: readonly number[];
  readonly leaves: readonly Leaf[];
  /** The greatest bound of a leaf. */
  readonly worst: number;
};

/** Of the whole box, which nobody gives away under it. */
export const wholeNumber = -1;

/**
 * The leaves of all.
 *
 * @throws when what was given away was not taken up by one.
 */
export function joinedLeaves<Leaf>(
  all: readonly LeafTrees<Leaf>[],
): Pick<LeafTrees<Leaf>, 'leaves' | 'worst'> {
  const taken = all.flatMap((of) => of.taken);
  const given = all.flatMap((of) => of.given);
  const known = new Set(taken);
  if (known.size !== taken.length || new Set(given).size !== given.length) {
    fail('verifyProperty', 'expected each part once, got one again');
  }
  const lost = given.find((number) => !known.has(number));
  if (lost !== undefined) fail('verifyProperty', `expected how part ${lost} was cut, got nothing`);
  return {
    leaves: all.flatMap(({ leaves }) => leaves),
    worst: all.reduce((most, { worst }) => Math.max(most, worst), Number.NEGATIVE_INFINITY),
  };
}

/** Keeps what a search of parts has to tell of leaves. */
export function leafKeeper<Leaf>(waits: () => boolean) {
  const taken: number[] = [];
  const given: number[] = [];
  let all: Pick<LeafTrees<Leaf>, 'leaves' | 'worst'> = { leaves: [], worst: Number.NEGATIVE_INFINITY };
  const own: Leaf[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  return {
    taken,
    given,
    add: (leaf: Leaf, bound: number) => {
      own.push(leaf);
      worst = Math.max(worst, bound);
    },
    /** Those of others too, once they are there. */
    all: () => (all.leaves.length > 0 ? all : { leaves: own, worst }),
    trees: (): LeafTrees<Leaf> => {
      if (waits()) fail('verifyProperty', 'expected all parts to be refuted, got one that is not');
      return { taken, given, leaves: own, worst };
    },
    graft: (others: readonly LeafTrees<Leaf>[]) => {
      all = joinedLeaves(others);
    },
  };
}

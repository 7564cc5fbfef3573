/**
 * How a box of inputs was cut, as plain data: at each branch one feature is `<= at` in the one part and `>= at` in the
 * other. A proved leaf is one on which every unsafe conjunction was refuted.
 */
export type PropertyTree = BoxBranch | BoxLeaf;

/** A box cut in two at a value of one feature. */
export type BoxBranch = {
  readonly kind: 'branch';
  readonly feature: number;
  readonly at: number;
  readonly below: PropertyTree;
  readonly above: PropertyTree;
};

/** A box that was not cut. */
export type BoxLeaf = {
  readonly kind: 'leaf';
  readonly status: 'proved' | 'open';
};

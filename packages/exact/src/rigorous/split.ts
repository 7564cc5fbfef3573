/**
 * A case of a case distinction: unit `unit` of the value of node `node` (an index of the network's nodes), which an
 * activation takes in, is `>= at` (active) or `<= at` (inactive): 0 unless given.
 */
export type Split = {
  readonly node: number;
  readonly unit: number;
  readonly side: 'active' | 'inactive';
  readonly at?: number | undefined;
};

/** Whether two lists are of the same splits, in the same order. */
export const sameSplits = (a: readonly Split[], b: readonly Split[]): boolean =>
  a.length === b.length &&
  a.every(({ node, unit, side, at = 0 }, k) => {
    const other = b[k]!;
    return node === other.node && unit === other.unit && side === other.side && at === (other.at ?? 0);
  });

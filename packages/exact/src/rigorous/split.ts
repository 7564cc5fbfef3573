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

/**
 * A case of a case distinction: the input of unit `unit` of the activation `node` (an index of the network's nodes)
 * is `>= 0` (active) or `<= 0` (inactive).
 */
export type Split = { readonly node: number; readonly unit: number; readonly side: 'active' | 'inactive' };

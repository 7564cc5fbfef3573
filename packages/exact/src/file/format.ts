/** What the metadata of a network's file calls its form. */
export const format = 'ibp-network-1';

/** The name of the array that holds a tensor: `2.kernel` of node 2. */
export const arrayName = (node: number, parameter: string): string => `${node}.${parameter}`;

/** What {@link arrayName} named: node -1 is none. */
export function placeOf(array: string): { readonly node: number; readonly parameter: string } {
  const [, node = '-1', parameter = ''] = /^(0|[1-9][0-9]*)\.(\w+)$/.exec(array) ?? [];
  return { node: Number(node), parameter };
}

/** How many units all nodes of a network together may have in a file that is read: more is refused. */
export const fileUnits = 2 ** 28;

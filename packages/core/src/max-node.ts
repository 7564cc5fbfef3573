import type { Windows } from './ops/definition';
import { isOf, type OpsOf, vocabulary } from './ops/table';
import type { PlainNode, PlainNodeOf } from './plain-network';
import type { Shape } from './shape';

/** A node whose outputs are each the greatest of some input units. */
export type MaxNode = { [K in OpsOf<'pool'>]: PlainNodeOf<K> }[OpsOf<'pool'>];

/** Whether a node is a max pool of any kind. */
export const isMaxNode = (node: PlainNode): node is MaxNode => isOf('pool', node.op);

/** Of which input units each output of a max pool is the greatest. */
export function maxWindows(node: MaxNode, input: Shape): Windows {
  const windows = vocabulary[node.op].windows as (params: object, input: Shape) => Windows;
  return windows(node.params, input);
}

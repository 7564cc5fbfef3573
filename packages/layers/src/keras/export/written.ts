import { fail } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { CompositeNode } from '../../lowering/composite-node';
import type { OpNode } from '../../op-node';

/** A layer as a `model.json` has it: its class, its configuration in the names of Keras, and its weights by theirs. */
export type Written = {
  readonly className: string;
  readonly config: { readonly [key: string]: unknown };
  readonly weights?: { readonly [key: string]: tf.Tensor };
};

/** @throws the one error for a node that no layer of Keras computes. */
export function refuse(
  { name, op }: OpNode | CompositeNode,
  why = 'a node that a layer of Keras computes',
): never {
  return fail('saveLayersModel', `node "${name}": expected ${why}, got ${op}`);
}

/** The weights that there are; a layer without a bias has none. */
export const present = (weights: {
  readonly [key: string]: tf.Tensor | undefined;
}): { [key: string]: tf.Tensor } =>
  Object.fromEntries(
    Object.entries(weights).filter((entry): entry is [string, tf.Tensor] => entry[1] !== undefined),
  );

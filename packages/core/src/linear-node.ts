import type { AffineMap } from './affine-map';
import { type OpName, type Vocabulary, vocabulary } from './ops/table';
import type { PlainNode, PlainNodeOf } from './plain-network';
import type { Shape } from './shape';

/** The ops that have the rows of a matrix, of however many inputs. */
export type LinearOpName = { [K in OpName]: Vocabulary[K] extends { rows: unknown } ? K : never }[OpName];

/** A node of a plain network whose op is linear. */
export type LinearNode = { [K in LinearOpName]: PlainNodeOf<K> }[LinearOpName];

/** Whether a node is linear: whether {@link affineMap} has its rows. */
export const isLinear = (node: PlainNode): node is LinearNode =>
  node.op !== 'input' && node.op in vocabulary && 'rows' in vocabulary[node.op];

/**
 * A linear node as a matrix and a bias.
 *
 * @param inputShapes the shapes of the node's inputs, in order, without the batch.
 */
export function affineMap(node: LinearNode, inputShapes: readonly Shape[]): AffineMap {
  const rows = vocabulary[node.op].rows as (params: object, inputs: readonly Shape[]) => AffineMap;
  return rows(node.params, inputShapes);
}

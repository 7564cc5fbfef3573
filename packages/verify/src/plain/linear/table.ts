import type { OpName, Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import type { PlainNode, PlainNodeOf, PlainParams } from '../plain-network';
import { averagePool, globalAveragePool } from './average';
import { conv2d, depthwiseConv2d } from './convolution';
import { dense } from './dense';
import { add, affine, subtract } from './elementwise';
import { broadcast, concat, pad, reshape, transpose } from './selection';

/** The ops that are linear (affine), of however many inputs. A new one is a file here and a line in this table. */
const linearOps = {
  dense,
  conv2d,
  depthwiseConv2d,
  affine,
  add,
  subtract,
  concat,
  broadcast,
  reshape,
  transpose,
  pad,
  averagePool,
  globalAveragePool,
} satisfies { [K in OpName]?: (params: PlainParams<K>, inputs: readonly Shape[]) => AffineMap };

/** The linear ops, by name. */
export type LinearOpName = keyof typeof linearOps;
/** A node of a plain network whose op is linear. */
export type LinearNode = { [K in LinearOpName]: PlainNodeOf<K> }[LinearOpName];

/** Whether {@link affineMap} knows the node's op. */
export const isLinear = (node: PlainNode): node is LinearNode => node.op in linearOps;

/**
 * A linear node as a matrix and a bias.
 *
 * @param inputShapes the shapes of the node's inputs, in order, without the batch.
 */
export function affineMap(node: LinearNode, inputShapes: readonly Shape[]): AffineMap {
  const make = linearOps[node.op] as (params: object, inputs: readonly Shape[]) => AffineMap;
  return make(node.params, inputShapes);
}

import type { OpName, ParamsOf, Shape } from '@ibp/bounds';
import type * as tf from '@tensorflow/tfjs-core';

/** A parameter tensor: its values as stored, in row-major order. */
export type PlainTensor = { readonly shape: Shape; readonly data: Float32Array };

/** The parameters of an op with plain arrays in place of tensors; all else as it was. */
export type PlainParams<K extends OpName> = {
  readonly [P in keyof ParamsOf<K>]: ParamsOf<K>[P] extends tf.Tensor
    ? PlainTensor
    : tf.Tensor extends ParamsOf<K>[P]
      ? PlainTensor | undefined
      : ParamsOf<K>[P];
};

/** A node of one op, without tfjs. */
export type PlainNodeOf<K extends 'input' | OpName> = {
  readonly op: K;
  readonly name: string;
  /** Indices of earlier nodes. */
  readonly inputs: readonly number[];
  /** Without the batch. */
  readonly shape: Shape;
  readonly params: K extends OpName ? PlainParams<K> : { readonly [name: string]: never };
};

/** A node of a network without tfjs; `node.op` tells which parameters it has. */
export type PlainNode = { [K in 'input' | OpName]: PlainNodeOf<K> }['input' | OpName];

/**
 * A lowered network as data alone: it can be sent to a worker, written to a file, and read without tfjs. Node 0 is
 * the input, the last node the output.
 */
export type PlainNetwork = { readonly nodes: readonly PlainNode[] };

/** How many units a node has. */
export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

import type { PlainTensor } from './ops/definition';
import type { OpName, ParamsHolding } from './ops/table';
import type { Shape } from './shape';

/** The parameters of an op with plain arrays in place of tensors; all else as it was. */
export type PlainParams<K extends OpName> = ParamsHolding<PlainTensor, K>;

/** A node of one op, without tensors. */
export type PlainNodeOf<K extends 'input' | OpName> = {
  readonly op: K;
  readonly name: string;
  /** Indices of earlier nodes. */
  readonly inputs: readonly number[];
  /** Without the batch. */
  readonly shape: Shape;
  readonly params: K extends OpName ? PlainParams<K> : { readonly [name: string]: never };
};

/** A node of a network without tensors; `node.op` tells which parameters it has. */
export type PlainNode = { [K in 'input' | OpName]: PlainNodeOf<K> }['input' | OpName];

/**
 * A lowered network as data alone: it can be sent to a worker, written to a file, and read without tfjs. Node 0 is
 * the input, the last node the output.
 */
export type PlainNetwork = { readonly nodes: readonly PlainNode[] };

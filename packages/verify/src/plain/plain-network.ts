import type { OpName, Shape } from '@ibp/bounds';

/** A parameter tensor: its values as stored, in row-major order. */
export type PlainTensor = { readonly shape: Shape; readonly data: Float32Array };

/** A node of a network without tfjs: tensors among the parameters are plain arrays, the rest is as it was. */
export type PlainNode = {
  readonly op: 'input' | OpName;
  readonly name: string;
  /** Indices of earlier nodes. */
  readonly inputs: readonly number[];
  /** Without the batch. */
  readonly shape: Shape;
  readonly params: { readonly [name: string]: unknown };
};

/** A lowered network as data alone: it can be sent to a worker, written to a file, and read without tfjs. */
export type PlainNetwork = { readonly nodes: readonly PlainNode[] };

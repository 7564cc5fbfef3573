import type { ParamsOf } from '@ibp/bounds';
import type { OpName, Shape } from '@ibp/core';

/** A node of one kind; its parameters are of that kind. */
export type NodeOf<Op extends string, Params> = {
  readonly op: Op;
  readonly name: string;
  readonly params: Params;
  /** Where its inputs come from: indices of earlier nodes. */
  readonly inputs: readonly number[];
  /** The shape of its output, without the batch. */
  readonly shape: Shape;
};

/** Node 0 of every network. */
export type InputNode = NodeOf<'input', Record<string, never>>;

/** A node of the op vocabulary; its parameters are the variables themselves. */
export type OpNode = { [K in OpName]: NodeOf<K, ParamsOf<K>> }[OpName];

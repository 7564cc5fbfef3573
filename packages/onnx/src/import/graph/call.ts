import type { Attributes } from './attributes';
import type { PlainBuilder } from './builder';
import type { Condition, Value } from './value';

/** A node of the file with what its inputs turned out to be: what a rule of the table is called with. */
export type Call = {
  /** The version of the operator set that the file is written for. */
  readonly opset: number;
  /** Inputs in order; those that are left out are undefined. */
  readonly inputs: readonly (Value | undefined)[];
  /** The condition that input 0 is, of the op that chooses by one. */
  readonly condition?: Condition;
  /** How many outputs the node has. */
  readonly outputs: number;
  readonly attributes: Attributes;
  readonly build: PlainBuilder;
  /** Throws, naming the op and the node. */
  readonly refuse: (message: string) => never;
};

/** What a node of one op becomes: its outputs in order, or the only one. */
export type OpRule = (call: Call) => Value | Condition | readonly Value[];

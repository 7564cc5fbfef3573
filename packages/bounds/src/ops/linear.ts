import { isOf, type OpName, type Shape } from '@ibp/core';
import type { OnSpecs, OnTensors, ParamsOf } from './definition';
import { ops } from './table';

/** What every linear op of one input has. */
export type LinearPart<P> = OnTensors<P, 'unary'> &
  OnSpecs<P> & { readonly outputShape: (inputs: readonly Shape[], params: P) => Shape };

/** An op by its name where it is linear and of one input, whichever it is. */
export const linearOp = <K extends OpName>(op: K): LinearPart<ParamsOf<K>> | undefined =>
  isOf('linear', op) ? (ops[op] as unknown as LinearPart<ParamsOf<K>>) : undefined;

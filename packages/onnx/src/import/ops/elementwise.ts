import { type ActivationName, elementwiseOps, type PlainParams } from '@ibp/core';
import { mapped } from '../constant/elementwise';
import type { Call, OpRule } from '../graph/call';
import type { Value } from '../graph/value';
import { input } from './inputs';

/** A function of the vocabulary on each element, of a constant as well. */
export function applied<K extends ActivationName>(
  call: Call,
  x: Value,
  op: K,
  params: PlainParams<K>,
): Value {
  if (x.kind === 'constant') {
    const f = elementwiseOps[op].value as (x: number, params: object) => number;
    return mapped(x, (v) => f(v, params));
  }
  return { ...x, node: call.build.add(op, params, [x.node]) };
}

/** An op that is one of the vocabulary, without options. */
export const elementwise =
  (op: ActivationName): OpRule =>
  (call) =>
    applied(call, input(call, 0), op, {} as never);

import type * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import { type ArityOf, type OpName, ops, type ParamsOf, type Rules } from './ops/table';

type Params<P> = Record<string, never> extends P ? [params?: P] : [params: P];
type Callable<B, P, A> = A extends 'unary'
  ? (x: B, ...params: Params<P>) => B
  : A extends 'binary'
    ? (a: B, b: B, ...params: Params<P>) => B
    : (inputs: readonly B[], ...params: Params<P>) => B;

/** {@link Rules} as a person calls them: parameters that are all optional may be left out. */
export type CallableRules<B> = { readonly [K in OpName]: Callable<B, ParamsOf<K>, ArityOf<K>> };

type AnyRule = (...args: unknown[]) => unknown;

/** One column of the table; the `{}` behind the arguments stands for parameters left out. */
const column = <B>(of: 'forward' | 'interval'): CallableRules<B> =>
  Object.fromEntries(
    (Object.keys(ops) as OpName[]).map((name) => {
      const rule = ops[name][of] as AnyRule;
      return [name, (...args: unknown[]) => rule(...args, {})];
    }),
  ) as unknown as CallableRules<B>;

/** Running the network on tensors is a domain too: `concreteRules.relu(x)`. */
export const concreteRules: CallableRules<tf.Tensor> = column('forward');

/**
 * Interval bound propagation: `intervalRules.dense(x, { kernel, bias })`, `intervalRules.add(a, b)`,
 * `intervalRules.concat([a, b], { axis: -1 })`. Each rule returns bounds that hold for every point of its
 * inputs' boxes, in exact arithmetic; float32 rounds at the last digits. Source: Gowal et al. 2019, eq. 6-7.
 */
export const intervalRules: CallableRules<IntervalBounds> = column('interval');

/** Calls the rule of one op on a list of inputs, whatever its arity. */
export function applyRule<B, K extends OpName>(
  rules: Rules<B>,
  op: K,
  inputs: readonly B[],
  params: ParamsOf<K>,
): B {
  const rule = rules[op] as unknown as (...args: unknown[]) => B;
  return ops[op].arity === 'nary' ? rule(inputs, params) : rule(...inputs, params);
}

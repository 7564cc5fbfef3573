import { type Arity, type ArityOf, assertShape, isOf, type OpName, type Shape, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import type { OnTensors, ParamsOf } from './ops/definition';
import { ops, type Rules } from './ops/table';
import { afterArithmetic, afterElementary } from './rounding';

type Params<P> = Record<string, never> extends P ? [params?: P] : [params: P];
type Callable<B, P, A> = A extends 'unary'
  ? (x: B, ...params: Params<P>) => B
  : A extends 'binary'
    ? (a: B, b: B, ...params: Params<P>) => B
    : (inputs: readonly B[], ...params: Params<P>) => B;

/** {@link Rules} as a person calls them: parameters that are all optional may be left out. */
export type CallableRules<B> = { readonly [K in OpName]: Callable<B, ParamsOf<K>, ArityOf<K>> };

/** An op whichever it is. */
type Definition = OnTensors<never, Arity> & { readonly arity: Arity };

type AnyRule = (...args: unknown[]) => unknown;

/**
 * One column of the table. The shapes are checked before the rule runs: a message of ours names the op and
 * both shapes, and nothing is broadcast by accident.
 */
function column<B>(
  ruleOf: (definition: Definition) => unknown,
  shapeOf: (op: OpName, x: B) => Shape,
): CallableRules<B> {
  const callable = (op: OpName): AnyRule => {
    const { arity, outputShape } = ops[op];
    const rule = ruleOf(ops[op] as never) as AnyRule;
    const count = arity === 'binary' ? 2 : 1;
    return (...args) => {
      const inputs = (arity === 'nary' ? args[0] : args.slice(0, count)) as readonly B[];
      const params = args[count] ?? {};
      (outputShape as AnyRule)(
        inputs.map((x) => shapeOf(op, x).slice(1)),
        params,
      );
      return rule(...args.slice(0, count), params);
    };
  };
  return Object.fromEntries((Object.keys(ops) as OpName[]).map((op) => [op, callable(op)])) as never;
}

/** Running the network on tensors is a domain too: `concreteRules.relu(x)`. */
export const concreteRules = column<tf.Tensor>(
  ({ forward }) => forward,
  (_, x) => x.shape,
);

/**
 * Interval bound propagation: `intervalRules.dense(x, { kernel, bias })`, `intervalRules.add(a, b)`,
 * `intervalRules.concat([a, b], { axis: -1 })`. Each rule returns bounds that hold for every point of its
 * inputs' boxes, in exact arithmetic; float32 rounds at the last digits ({@link outwardRules} pay for that). A NaN among the inputs or parameters
 * makes the ends that depend on it NaN. Source: Gowal et al. 2019, eq. 6-7.
 *
 * @throws when the shapes do not fit the op: `dense: expected input [..., inputs], ...`.
 */
export const intervalRules = column<IntervalBounds>(({ interval }) => interval, shapeOfBounds);

/**
 * {@link intervalRules} for bounds that are known, or will be checked, to be finite: a NaN or an infinity may come out
 * as a harmless looking number. Saves passes over every activation. {@link finitePart} says what has to be checked.
 */
export const finiteIntervalRules = column<IntervalBounds>(
  ({ interval, finiteInterval }) => finiteInterval ?? interval,
  shapeOfBounds,
);

/** Notes what is known of the sign of an op's outputs. */
function knowingSign(sign: 'nonNegative' | 'kept' | undefined, arity: Arity, rule: unknown): unknown {
  if (!sign || arity !== 'unary') return rule;
  return (x: IntervalBounds, params: never): IntervalBounds => {
    const bounds = (rule as AnyRule)(x, params) as IntervalBounds;
    return sign === 'nonNegative' || x.nonNegative ? { ...bounds, nonNegative: true } : bounds;
  };
}

/** The rule of an op that pays for rounding, around one that does not. */
function outward({ rounding, sign, arity }: Definition, rule: unknown): unknown {
  if (rounding === 'exact') return knowingSign(sign, arity, rule);
  if (typeof rounding === 'function') return rounding;
  const paid = rounding === 'arithmetic' ? afterArithmetic : afterElementary;
  return (...args: unknown[]) => tf.tidy(() => paid((rule as AnyRule)(...args) as IntervalBounds));
}

/**
 * {@link intervalRules} whose bounds hold for float32 as it is: each end is moved outward by what rounding may have made
 * of it, so that the real value of an op with these float32 parameters lies between them for every real point of its
 * inputs' boxes. Bounds of values beyond float32 are NaN.
 * What is assumed of a backend is in the README. For verdicts; in training the plain rules do.
 *
 * @throws when the shapes do not fit the op.
 */
export const outwardRules = column<IntervalBounds>(
  (definition) => unlessOverflow(definition, outward(definition, definition.interval)),
  shapeOfBounds,
);

/** NaN for both ends where one is infinite: where values lie beyond float32, -Infinity would be no upper bound of them. */
function unlessOverflow({ rounding }: Definition, rule: unknown): unknown {
  if (rounding === 'exact') return rule;
  return (...args: unknown[]) =>
    tf.tidy(() => {
      const { lower, upper } = (rule as AnyRule)(...args) as IntervalBounds;
      const doubt = tf.mul(tf.sub(upper, lower), 0);
      return { lower: tf.add(lower, doubt), upper: tf.add(upper, doubt) };
    });
}

/** {@link outwardRules} for bounds that are known, or will be checked, to be finite, as {@link finiteIntervalRules}. */
export const finiteOutwardRules = column<IntervalBounds>(
  (definition) => outward(definition, definition.finiteInterval ?? definition.interval),
  shapeOfBounds,
);

function shapeOfBounds(op: OpName, { lower, upper }: IntervalBounds): Shape {
  assertShape(op, upper.shape, lower.shape);
  return lower.shape;
}

const hasWeights = (op: string): boolean => isOf('linear', op) && vocabulary[op].weights !== undefined;
const finiteOps: readonly OpName[] = ['relu', 'relu6', 'broadcast', 'reshape', 'transpose', 'gather'];

/**
 * What has to be finite for the bounds of a node to be sound and all that follow from it, given that the bounds of the
 * nodes before it are: a tensor `[batch, ...units]`, or nothing where finite bounds cannot but give finite ones.
 *
 * The upper end `mu + r` of an affine op is finite only if mu and r are. Its lower end then is no NaN, and
 * at worst an overflow to -Infinity, which is a lower bound.
 */
export function finitePart(op: OpName | 'input', { lower, upper }: IntervalBounds): tf.Tensor | undefined {
  if (finiteOps.includes(op as OpName)) return undefined;
  return hasWeights(op) ? upper : tf.sub(upper, lower);
}

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

import { type ArityOf, type OpName, type OpsOf, tableOf, vocabulary } from '@ibp/core';
import type { TensorContainer } from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';
import type { ParamsOf, Rule } from './ops/definition';
import type { Rules } from './ops/table';
import { applyRule } from './rules';

/** The rule of one op. */
export type RuleOf<B, K extends OpName> = Rule<B, ParamsOf<K>, ArityOf<K>>;

type Alike<B, F extends 'linear' | 'elementwise' | 'pool'> = <K extends OpsOf<F>>(
  op: K,
) => (x: B, params: ParamsOf<K>) => B;

/** What a domain does with each family of ops; those that it leaves out go by way of `box`. */
export type Domain<B> = {
  readonly linear: Alike<B, 'linear'>;
  readonly elementwise?: Alike<B, 'elementwise'>;
  readonly pool?: Alike<B, 'pool'>;
  readonly add?: RuleOf<B, 'add'>;
  readonly subtract?: RuleOf<B, 'subtract'>;
  readonly multiply?: RuleOf<B, 'multiply'>;
  readonly matMul?: RuleOf<B, 'matMul'>;
  readonly concat?: RuleOf<B, 'concat'>;
  readonly softmax?: RuleOf<B, 'softmax'>;
  /** A rule for any op, from what intervals make of it; see {@link throughBoxes}. */
  readonly box: <K extends OpName>(op: K) => RuleOf<B, K>;
};

/** The whole table of a domain: an op that joins a family has its rule here without a line. */
export function domain<B>({ box, ...families }: Domain<B>): Rules<B> {
  const { linear, elementwise = box as Alike<B, 'elementwise'>, pool = box as Alike<B, 'pool'> } = families;
  const one =
    <K extends OpName>(rule: RuleOf<B, K> | undefined) =>
    (op: K) =>
      rule ?? box(op);
  return tableOf<unknown>({
    linear,
    elementwise,
    pool,
    add: one(families.add),
    subtract: one(families.subtract),
    multiply: one(families.multiply),
    matMul: one(families.matMul),
    concat: one(families.concat),
    softmax: one(families.softmax),
  }) as Rules<B>;
}

/** A rule of any op, from a function of the list of its inputs. */
export const ofInputs = <B, K extends OpName>(
  op: K,
  apply: (inputs: readonly B[], params: ParamsOf<K>) => B,
): RuleOf<B, K> =>
  ((...args: unknown[]) =>
    apply(
      (vocabulary[op].arity === 'nary' ? args[0] : args.slice(0, -1)) as readonly B[],
      args.at(-1) as ParamsOf<K>,
    )) as RuleOf<B, K>;

/**
 * Rules by way of boxes, which forget how the values of a domain hang together.
 *
 * @param rules what becomes of the boxes: `intervalRules`, `outwardRules`.
 * @param toBox a box around a value.
 */
export const throughBoxes =
  <B extends TensorContainer>(
    rules: Rules<IntervalBounds>,
    toBox: (value: B) => IntervalBounds,
    fromBox: (box: IntervalBounds) => B,
  ) =>
  <K extends OpName>(op: K): RuleOf<B, K> =>
    ofInputs<B, K>(op, (inputs, params) => fromBox(applyRule(rules, op, inputs.map(toBox), params)));

import { applyRule, type IntervalBounds, ofInputs, outwardRules, type ParamsOf } from '@ibp/bounds';
import type { OpName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

type Bounded = { readonly bounds: IntervalBounds };

/**
 * Makes rules of a domain whose values carry interval bounds along, rounded outward: the box after an op is computed here, and what the
 * domain knows beside it is the `part` of each rule.
 *
 * @param join both as a value of the domain.
 */
export function besideIntervals<Value extends Bounded, Part>(
  join: (part: Part, box: IntervalBounds) => Value,
) {
  type PartOf<K extends OpName, Inputs> = (inputs: Inputs, params: ParamsOf<K>, box: IntervalBounds) => Part;

  const rule =
    <K extends OpName>(op: K, part: PartOf<K, readonly Value[]>) =>
    (inputs: readonly Value[], params: ParamsOf<K>): Value =>
      tf.tidy(() => {
        const boxes = inputs.map(({ bounds }) => bounds);
        const box = applyRule(outwardRules as never, op, boxes, params) as IntervalBounds;
        return join(part(inputs, params, box), box);
      });
  const unary =
    <K extends OpName>(op: K, part: PartOf<K, Value>) =>
    (x: Value, params: ParamsOf<K>) =>
      rule(op, ([only], p, box) => part(only!, p, box))([x], params);
  const binary =
    <K extends 'add' | 'subtract' | 'multiply' | 'matMul'>(op: K, part: (a: Value, b: Value) => Part) =>
    (a: Value, b: Value, params: ParamsOf<K>) =>
      rule(op, ([x, y]) => part(x!, y!))([a, b], params);
  const whichever = <K extends OpName>(op: K, part: PartOf<K, readonly Value[]>) =>
    ofInputs<Value, K>(op, rule(op, part));
  return { rule, unary, binary, whichever };
}

import { constant } from '../constant/constant';
import { mapped } from '../constant/elementwise';
import { affine } from '../graph/affine';
import type { Call, OpRule } from '../graph/call';
import type { Value, Variable } from '../graph/value';
import { combine, difference, sum } from './arithmetic';
import { applied } from './elementwise';
import { input } from './inputs';

const minusOne = constant('float32', [], [-1]);

const negative = (call: Call, x: Value): Value =>
  x.kind === 'constant' ? mapped(x, (v) => -v) : affine(call.build, x, { scale: minusOne });

/** `max(a, b) = relu(a - b) + b`, of constants as well. */
function greater(call: Call, a: Value, b: Value): Value {
  // the constant is what is added again
  const [x, y] = a.kind === 'constant' ? [b, a] : [a, b];
  const over = combine(call, difference, x, y);
  return combine(call, sum, applied(call, over, 'relu', {}), y);
}

const all = (call: Call): Value[] => call.inputs.map((_, i) => input(call, i));

/** The greatest of values, element by element. */
export const max: OpRule = (call) => all(call).reduce((a, b) => greater(call, a, b));

/** The least: `-max(-a, -b)`. */
export const min: OpRule = (call) => {
  const [first, ...others] = all(call);
  if (others.length === 0) return first!;
  const made = [first!, ...others].map((x) => negative(call, x)).reduce((a, b) => greater(call, a, b));
  return negative(call, made);
};

/** The sum of values. */
export const sumOf: OpRule = (call) => all(call).reduce((a, b) => combine(call, sum, a, b));

/** Their mean. */
export const meanOf: OpRule = (call) => {
  const total = all(call).reduce((a, b) => combine(call, sum, a, b));
  const share = constant('float32', [], [1 / call.inputs.length]);
  return total.kind === 'constant'
    ? mapped(total, (v) => v / call.inputs.length)
    : (affine(call.build, total as Variable, { scale: share }) satisfies Variable);
};

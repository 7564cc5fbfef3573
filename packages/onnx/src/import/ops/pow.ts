import { commonShape } from '../constant/broadcast';
import { zipped } from '../constant/elementwise';
import type { Call, OpRule } from '../graph/call';
import type { Value } from '../graph/value';
import { combine, product } from './arithmetic';
import { applied } from './elementwise';
import { constantInput, input } from './inputs';

/** A power: of constants any, of the network's values those that the vocabulary has functions for. */
export const pow: OpRule = (call) => {
  const x = input(call, 0);
  const y = constantInput(call, 1);
  if (x.kind === 'constant') {
    const shape = commonShape([x.shape, y.shape]) ?? call.refuse('expected shapes that broadcast');
    return zipped([x, y], shape, (a, b) => a! ** b!);
  }
  const exponent = y.data.length === 1 ? y.data[0]! : Number.NaN;
  const power = powers.get(exponent);
  return power
    ? power(call, x)
    : call.refuse(`expected one exponent of ${[...powers.keys()].join(', ')}, got ${exponent}`);
};

const square = (call: Call, x: Value): Value => applied(call, x, 'square', {});
const root = (call: Call, x: Value): Value => applied(call, x, 'sqrt', {});
const inverse = (call: Call, x: Value): Value => applied(call, x, 'reciprocal', {});

/** The powers that the vocabulary has functions for, by exponent. */
const powers = new Map<number, (call: Call, x: Value) => Value>([
  [1, (_, x) => x],
  [2, square],
  [3, (call, x) => combine(call, product, square(call, x), x)],
  [4, (call, x) => square(call, square(call, x))],
  [0.5, root],
  [-0.5, (call, x) => inverse(call, root(call, x))],
  [-1, inverse],
]);

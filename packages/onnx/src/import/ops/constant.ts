import { constant, ints } from '../constant/constant';
import type { OpRule } from '../graph/call';

/** A tensor, number or list that the node itself holds. */
export const constantOp: OpRule = ({ attributes, refuse }) => {
  const tensor = attributes.tensor('value');
  if (tensor) return tensor;
  const number = attributes.float('value_float', undefined);
  if (number !== undefined) return constant('float32', [], [number]);
  const whole = attributes.int('value_int', undefined);
  if (whole !== undefined) return constant('int64', [], [whole]);
  const numbers = attributes.floats('value_floats', undefined);
  if (numbers) return constant('float32', [numbers.length], numbers);
  const list = attributes.ints('value_ints', undefined);
  return list ? ints(list) : refuse('expected a tensor, numbers or whole numbers');
};

import { type ElementType, elementTypes, isFloat } from '../constant/constant';
import { mapped } from '../constant/elementwise';
import type { OpRule } from '../graph/call';
import { input } from './inputs';

/** Another type of elements; what depends on the network's input stays what it is, and can only become a float. */
export const cast: OpRule = (call) => {
  const { attributes, refuse } = call;
  const x = input(call, 0);
  attributes.int('saturate', 1);
  const to = attributes.int('to', undefined);
  const type = (elementTypes as { [type: number]: ElementType })[to ?? 0];
  if (!type) return refuse(`expected a type of floats, whole numbers or bool, got ${to}`);
  if (x.kind === 'variable') {
    return type === 'float32' || type === 'float64' ? x : refuse(`expected a float type, got ${type}`);
  }
  if (isFloat(type)) return mapped(x, (v) => v, type);
  return mapped(x, type === 'bool' ? (v) => (v === 0 ? 0 : 1) : Math.trunc, type);
};

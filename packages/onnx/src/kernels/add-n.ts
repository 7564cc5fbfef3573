import { elementwise } from '../graph/elementwise';
import type { KernelRule } from './rule';

/** The sum of any number of tensors of one shape; whole numbers two by two, which Sum does not take. */
export const addN: KernelRule = (b, inputs) => {
  const views = Object.values(inputs);
  if (views.length === 1) return views[0]!;
  return elementwise(b, views, (...names) =>
    views[0]!.dtype === 'float32'
      ? b.one('Sum', names)
      : names.reduce((sum, name) => b.one('Add', [sum, name])),
  );
};

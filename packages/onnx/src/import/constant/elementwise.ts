import { sizeOf } from '@ibp/core';
import { repeated } from './broadcast';
import { type Constant, type ElementType, elementsOf } from './constant';

/** A function of each element, rounded to the type as the op itself does. */
export function mapped({ type, shape, data }: Constant, f: (x: number) => number, to = type): Constant {
  const made = elementsOf(to, data.length);
  for (let i = 0; i < data.length; i++) made[i] = f(data[i]!);
  return { kind: 'constant', type: to, shape, data: made };
}

/** A function of the elements of constants that are broadcast to one shape. */
export function zipped(
  inputs: readonly Constant[],
  shape: readonly number[],
  f: (...x: number[]) => number,
  type: ElementType = inputs[0]!.type,
): Constant {
  const made = elementsOf(type, sizeOf(shape));
  const from = inputs.map((one) => repeated(one.shape, shape));
  for (let i = 0; i < made.length; i++) made[i] = f(...inputs.map(({ data }, k) => data[from[k]![i]!]!));
  return { kind: 'constant', type, shape: [...shape], data: made };
}

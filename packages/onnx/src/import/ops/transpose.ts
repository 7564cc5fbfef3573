import { formatShape } from '@ibp/core';
import { permuted } from '../constant/strided';
import { transpose as transposed } from '../graph/arrange';
import type { OpRule } from '../graph/call';
import { input } from './inputs';

/** The axes in another order; the other way round unless one is given. */
export const transpose: OpRule = (call) => {
  const data = input(call, 0);
  const axes = [...data.shape.keys()];
  const order = call.attributes.ints('perm', [...axes].reverse());
  if ([...order].sort((a, b) => a - b).join() !== axes.join()) {
    call.refuse(`expected an order of ${axes.length} axes, got ${formatShape(order.slice(0, 8))}`);
  }
  if (data.kind === 'variable') return transposed(call.build, data, order);
  call.build.charge(data.data.length);
  return {
    ...data,
    shape: order.map((axis) => data.shape[axis]!),
    data: permuted(data.data as Float32Array, data.shape, order),
  };
};

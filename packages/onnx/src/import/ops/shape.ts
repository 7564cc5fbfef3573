import { formatShape, type Shape, sizeOf } from '@ibp/core';
import { ints } from '../constant/constant';
import { assertDims } from '../constant/read-tensor';
import type { Call, OpRule } from '../graph/call';
import type { Value } from '../graph/value';
import { axisOf, input, intsOf } from './inputs';

/** The same elements in another shape. */
export function inShape(call: Call, value: Value, shape: Shape): Value {
  if (sizeOf(shape) !== sizeOf(value.shape)) {
    call.refuse(`expected a shape of ${sizeOf(value.shape)} elements, got ${formatShape(shape)}`);
  }
  return { ...value, shape: assertDims('a tensor', shape) };
}

/** A list of sizes in which 0 keeps an axis and -1 is what is left. */
export const reshape: OpRule = (call) => {
  const data = input(call, 0);
  const wanted = intsOf(call, 'shape', 1) ?? call.refuse('expected a shape, got none');
  const zeros = call.attributes.int('allowzero', 0) !== 0;
  const kept = wanted.map((n, i) => (n === 0 && !zeros ? (data.shape[i] ?? Number.NaN) : n));
  const rest = sizeOf(kept.filter((n) => n !== -1));
  const whole = kept.map((n) => (n === -1 ? sizeOf(data.shape) / rest : n));
  if (kept.filter((n) => n === -1).length > 1 || !whole.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    call.refuse(`expected a shape for ${formatShape(data.shape)}, got ${formatShape(wanted.slice(0, 8))}`);
  }
  return inShape(call, data, whole);
};

/** Two axes: those before `axis`, and the rest. */
export const flatten: OpRule = (call) => {
  const data = input(call, 0);
  const rank = data.shape.length;
  const axis = call.attributes.int('axis', 1);
  const at = axis === rank ? rank : axisOf(call, axis, Math.max(rank, 1));
  return inShape(call, data, [sizeOf(data.shape.slice(0, at)), sizeOf(data.shape.slice(at))]);
};

/** Without axes of size 1. */
export const squeeze: OpRule = (call) => {
  const data = input(call, 0);
  const axes = intsOf(call, 'axes', 1)?.map((axis) => axisOf(call, axis, data.shape.length));
  const left = data.shape.filter((n, axis) => (axes ? !axes.includes(axis) : n !== 1));
  return inShape(call, data, left);
};

/** With new axes of size 1. */
export const unsqueeze: OpRule = (call) => {
  const data = input(call, 0);
  const given = intsOf(call, 'axes', 1) ?? call.refuse('expected axes, got none');
  const rank = data.shape.length + given.length;
  assertDims('Unsqueeze', Array<number>(rank).fill(1));
  const axes = new Set(given.map((axis) => axisOf(call, axis, rank)));
  if (axes.size !== given.length) call.refuse(`expected distinct axes, got ${formatShape(given)}`);
  const sizes = [...data.shape];
  return inShape(
    call,
    data,
    Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : sizes.shift()!)),
  );
};

/** The sizes of a value, from `start` to `end`, which are known though the value is not. */
export const shapeOf: OpRule = (call) => {
  const { shape } = input(call, 0);
  const start = call.attributes.int('start', 0);
  const end = call.attributes.int('end', undefined);
  return ints(shape.slice(start, end));
};

/** How many elements there are. */
export const size: OpRule = (call) => ({ ...ints([sizeOf(input(call, 0).shape)]), shape: [] });

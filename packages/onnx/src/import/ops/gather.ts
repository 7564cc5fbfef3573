import { formatShape, type Shape, sizeOf } from '@ibp/core';
import { assertDims } from '../constant/read-tensor';
import { pick } from '../constant/strided';
import { arranged } from '../graph/arrange';
import { axesOf, isIdentity } from '../graph/axes';
import type { Call, OpRule } from '../graph/call';
import { stored, type Value, type Variable } from '../graph/value';
import { axisOf, input, listOf, optionalInts } from './inputs';
import { inShape } from './shape';

/** The places along an axis in another order or number; they stay in the order that the node has. */
export function taken(call: Call, value: Value, axis: number, indices: readonly number[]): Value {
  if (indices.length === value.shape[axis] && isIdentity(indices)) return value;
  const shape = value.shape.map((n, i) => (i === axis ? indices.length : n));
  call.build.charge(value.kind === 'constant' ? sizeOf(shape) : indices.length);
  if (value.kind === 'constant') return takenOfConstant(value, axis, indices, shape);
  return takenOfVariable(call, value, axis, indices, shape);
}

function takenOfConstant(
  value: Extract<Value, { kind: 'constant' }>,
  axis: number,
  indices: readonly number[],
  shape: Shape,
): Value {
  const inner = sizeOf(shape.slice(axis + 1));
  const size = value.shape[axis]!;
  const places = Int32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const index = indices[Math.floor(i / inner) % indices.length]!;
    return (Math.floor(i / (inner * indices.length)) * size + index) * inner + (i % inner);
  });
  return { ...value, shape, data: pick(value.data as Float32Array, places) };
}

function takenOfVariable(
  { build, refuse }: Call,
  value: Variable,
  axis: number,
  indices: readonly number[],
  shape: Shape,
): Variable {
  if (indices.length === 0) refuse(`expected elements of the network's input, got ${formatShape(shape)}`);
  const axes = axesOf(value) ?? [...shape.keys()];
  // the batch has no place in a node, unless it grows
  const batch = value.shape[0] === 1 && axis !== 0 && axes.length > 1;
  const kept = batch ? axes.filter((one) => one !== 0) : axes;
  const node = arranged(
    build,
    value,
    axes,
    kept.map((one) => value.shape[one]!),
  );
  return stored(build.add('gather', { axis: kept.indexOf(axis), indices }, [node]), shape, axes);
}

/** Where along an axis the indices are, from 0. */
export function indicesAlong(call: Call, indices: readonly number[], size: number): readonly number[] {
  const own = indices.map((i) => (i < 0 ? i + size : i));
  const outside = indices.find((_, i) => !(Number.isInteger(own[i]!) && own[i]! >= 0 && own[i]! < size));
  return outside === undefined
    ? own
    : call.refuse(`expected indices from ${-size} to ${size - 1}, got ${outside}`);
}

/** The places that constant indices say, whose shape takes the place of the axis. */
export const gather: OpRule = (call) => {
  const data = input(call, 0);
  const axis = axisOf(call, call.attributes.int('axis', 0), data.shape.length);
  const given = input(call, 1);
  const indices = indicesAlong(call, optionalInts(call, 1)!, data.shape[axis]!);
  const made = taken(call, data, axis, indices);
  return { ...made, shape: [...data.shape.slice(0, axis), ...given.shape, ...data.shape.slice(axis + 1)] };
};

/** The same for places along the first axes together, each a list of as many indices. */
export const gatherND: OpRule = (call) => {
  const data = input(call, 0);
  const given = input(call, 1).shape;
  const depth = given.at(-1) ?? 0;
  if (depth < 1 || depth > data.shape.length || call.attributes.int('batch_dims', 0) !== 0) {
    call.refuse(`expected indices of 1 to ${data.shape.length} axes and no batch, got ${formatShape(given)}`);
  }
  const listed = optionalInts(call, 1)!;
  const sizes = data.shape.slice(0, depth);
  const columns = sizes.map((size, axis) =>
    indicesAlong(
      call,
      listed.filter((_, i) => i % depth === axis),
      size,
    ),
  );
  // the axes as one, row by row
  const places = columns[0]!.map((_, row) =>
    columns.reduce((place, column, axis) => place * sizes[axis]! + column[row]!, 0),
  );
  const rest = data.shape.slice(depth);
  const flat = depth === 1 ? data : inShape(call, data, [sizeOf(sizes), ...rest]);
  const made = taken(call, flat, 0, places);
  return { ...made, shape: [...given.slice(0, -1), ...rest] };
};

/** All of it several times along each axis. */
export const tile: OpRule = (call) => {
  const data = input(call, 0);
  const repeats = listOf(call, 'repeats', optionalInts(call, 1) ?? [], data.shape.length);
  assertDims(
    'Tile',
    data.shape.map((n, axis) => n * repeats[axis]!),
  );
  return repeats.reduce<Value>((value, count, axis) => {
    const size = data.shape[axis]!;
    return taken(
      call,
      value,
      axis,
      Array.from({ length: size * count }, (_, i) => i % size),
    );
  }, data);
};

import { formatShape, sizeOf } from '@ibp/core';
import { type Constant, elementsOf } from '../constant/constant';
import { arranged } from '../graph/arrange';
import { commonAxes } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import { stored, type Value, type Variable } from '../graph/value';
import { axisOf, input } from './inputs';

/** Values one after the other along an axis. */
export const concat: OpRule = (call) => {
  const { attributes, refuse, inputs } = call;
  const values = inputs.map((_, i) => input(call, i)).filter(({ shape }) => sizeOf(shape) > 0);
  const first = values[0] ?? input(call, 0);
  const axis = axisOf(
    call,
    attributes.int('axis', undefined) ?? refuse('expected an axis, got none'),
    first.shape.length,
  );
  const fits = values.every(
    ({ shape }) =>
      shape.length === first.shape.length && shape.every((n, i) => i === axis || n === first.shape[i]),
  );
  if (!fits)
    refuse(
      `expected shapes alike but for axis ${axis}, got ${values.map(({ shape }) => formatShape(shape)).join(' ')}`,
    );
  const total = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.map((n, i) => (i === axis ? total : n));
  if (values.length <= 1) return first;
  return values.every((value) => value.kind === 'constant')
    ? joinedConstants(call, values as Constant[], axis, shape)
    : joined(call, values, axis, shape);
};

function joinedConstants(
  { build }: Call,
  values: readonly Constant[],
  axis: number,
  shape: readonly number[],
): Constant {
  build.charge(sizeOf(shape));
  const { type } = values[0]!;
  const data = elementsOf(type, sizeOf(shape));
  const outer = sizeOf(shape.slice(0, axis));
  let at = 0;
  for (let i = 0; i < outer; i++) {
    for (const value of values) {
      const run = value.data.length / outer;
      data.set(value.data.subarray(i * run, (i + 1) * run), at);
      at += run;
    }
  }
  return { kind: 'constant', type, shape, data };
}

function joined(call: Call, values: readonly Value[], axis: number, shape: readonly number[]): Variable {
  const { build } = call;
  const axes = commonAxes(values.filter((value) => value.kind === 'variable') as Variable[]);
  const kept = shape[0] === 1 && axis !== 0 && axes.length > 1 ? axes.filter((one) => one !== 0) : axes;
  const units = (value: Value) => kept.map((one) => value.shape[one]!);
  const nodes = values.map((value) => {
    const own = value.kind === 'constant' ? asVariable(call, value) : value;
    return arranged(build, own, axes, units(value));
  });
  return stored(build.add('concat', { axis: kept.indexOf(axis) }, nodes), shape, axes);
}

/** A constant as a node: 0 times the input, plus it. */
export function asVariable({ build }: Call, { shape, data }: Constant): Variable {
  build.charge(data.length);
  const first = build.add('gather', { axis: 0, indices: [0] }, [
    build.add('reshape', { shape: [sizeOf(build.shapeOf(0))] }, [0]),
  ]);
  const spread = build.add('broadcast', { shape: [data.length] }, [first]);
  const params = {
    scale: { shape: [1], data: Float32Array.of(0) },
    shift: { shape: [data.length], data: Float32Array.from(data) },
  };
  return {
    kind: 'variable',
    node: build.add('affine', params, [spread]),
    shape,
    dims: shape,
    order: [...shape.keys()],
  };
}

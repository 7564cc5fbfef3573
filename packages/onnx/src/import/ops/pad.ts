import { formatShape, type Shape, sizeOf } from '@ibp/core';
import { elementsOf } from '../constant/constant';
import { assertDims } from '../constant/read-tensor';
import { places, stridesOf } from '../constant/strided';
import { arranged } from '../graph/arrange';
import { axesOf } from '../graph/axes';
import type { Call, OpRule } from '../graph/call';
import { stored, type Value } from '../graph/value';
import { taken } from './gather';
import { axisOf, input, intsOf, optionalConstant, optionalInts } from './inputs';

type Paddings = readonly (readonly [number, number])[];

/** `[before, after]` of each axis; those that are not named have none. */
function paddingsOf(call: Call, rank: number): Paddings {
  const given = intsOf(call, 'pads', 1) ?? call.refuse('expected pads, got none');
  const axes =
    optionalInts(call, 3)?.map((axis) => axisOf(call, axis, rank)) ??
    Array.from({ length: rank }, (_, i) => i);
  if (given.length !== 2 * axes.length || !given.every((n) => Number.isSafeInteger(n))) {
    call.refuse(`expected ${2 * axes.length} pads, got ${formatShape(given.slice(0, 8))}`);
  }
  return Array.from({ length: rank }, (_, axis) => {
    const i = axes.indexOf(axis);
    return i < 0 ? [0, 0] : [given[i]!, given[i + axes.length]!];
  });
}

/** Which place along an axis of `size` stands at `i`, outside too, for the modes that repeat what is there. */
const sources: { readonly [mode: string]: (i: number, size: number) => number } = {
  edge: (i, size) => Math.min(Math.max(i, 0), size - 1),
  reflect: (i, size) => {
    const period = Math.max(2 * (size - 1), 1);
    const at = ((i % period) + period) % period;
    return Math.min(at, period - at) % size;
  },
  wrap: (i, size) => ((i % size) + size) % size,
};

/** A border along some axes: of one value, or of what is there; negative pads cut. */
export const pad: OpRule = (call) => {
  const { attributes, refuse } = call;
  const x = input(call, 0);
  const rank = x.shape.length;
  const paddings = paddingsOf(call, rank);
  const value = attributes.float('value', undefined) ?? optionalConstant(call, 2)?.data[0] ?? 0;
  const mode = attributes.string('mode', 'constant');
  const shape = assertDims(
    'Pad',
    x.shape.map((n, axis) => n + paddings[axis]![0] + paddings[axis]![1]),
  );
  if (mode === 'constant') {
    if (!Number.isFinite(value)) refuse(`expected a finite value, got ${value}`);
    const cut = along(call, x, paddings, (i) => i, Math.min);
    const rest = paddings.map(([a, b]) => [Math.max(a, 0), Math.max(b, 0)] as const);
    return constantPad(call, cut, rest, shape, value);
  }
  const source = Object.hasOwn(sources, mode)
    ? sources[mode]!
    : refuse(`expected a known mode, got ${mode.slice(0, 20)}`);
  return along(call, x, paddings, source, (n) => n);
};

/** The places from `-before` to `size + after` along each axis. */
function along(
  call: Call,
  x: Value,
  paddings: Paddings,
  source: (i: number, size: number) => number,
  of: (n: number, zero: number) => number,
): Value {
  return paddings.reduce<Value>((value, pads, axis) => {
    const size = x.shape[axis]!;
    const [before, after] = [of(pads[0], 0), of(pads[1], 0)];
    const count = Math.max(size + before + after, 0);
    return taken(
      call,
      value,
      axis,
      Array.from({ length: count }, (_, i) => source(i - before, size)),
    );
  }, x);
}

function constantPad(call: Call, x: Value, paddings: Paddings, shape: Shape, value: number): Value {
  if (paddings.flat().every((n) => n === 0)) return x;
  call.build.charge(x.kind === 'constant' ? sizeOf(shape) : 0);
  if (x.kind === 'constant') {
    const data = elementsOf(x.type, sizeOf(shape)).fill(value);
    const strides = stridesOf(shape);
    const start = paddings.reduce((sum, [before], axis) => sum + before * strides[axis]!, 0);
    for (const [i, at] of places(x.shape, strides, start).entries()) data[at] = x.data[i]!;
    return { ...x, shape, data };
  }
  const axes = axesOf(x) ?? [...shape.keys()];
  const kept =
    x.shape[0] === 1 && shape[0] === 1 && axes.length > 1 ? axes.filter((axis) => axis !== 0) : axes;
  const units = kept.map((axis) => x.shape[axis]!);
  const params = { paddings: kept.map((axis) => paddings[axis]!), ...(value !== 0 && { value }) };
  return stored(call.build.add('pad', params, [arranged(call.build, x, axes, units)]), shape, axes);
}

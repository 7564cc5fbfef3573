import { formatShape } from '@ibp/core';
import { constant } from '../constant/constant';
import { assertDims } from '../constant/read-tensor';
import { transpose } from '../graph/arrange';
import type { Call, OpRule } from '../graph/call';
import type { Value, Variable } from '../graph/value';
import { taken } from './gather';
import { axisOf, input, optionalConstant, optionalInts } from './inputs';
import { multiplied } from './mat-mul';

/** Where place `i` of the output lies along the input, in the ways that exporters write. */
const coordinates: {
  readonly [mode: string]: (i: number, scale: number, from: number, to: number) => number;
} = {
  half_pixel: (i, scale) => (i + 0.5) / scale - 0.5,
  pytorch_half_pixel: (i, scale, _, to) => (to > 1 ? (i + 0.5) / scale - 0.5 : 0),
  asymmetric: (i, scale) => i / scale,
  align_corners: (i, _, from, to) => (to > 1 ? (i * (from - 1)) / (to - 1) : 0),
};

const roundings: { readonly [mode: string]: (x: number) => number } = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

type Along = { readonly axis: number; readonly scale: number; readonly size: number };

/** Where the places of the output lie along the input, by a mode. */
function placesOf(call: Call, x: Value, { axis, scale, size }: Along, mode: string): readonly number[] {
  const at = Object.hasOwn(coordinates, mode)
    ? coordinates[mode]!
    : call.refuse(
        `expected a coordinate_transformation_mode of ${Object.keys(coordinates).join(', ')}, got ${mode.slice(0, 40)}`,
      );
  return Array.from({ length: size }, (_, i) => at(i, scale, x.shape[axis]!, size));
}

const clipped = (i: number, from: number): number => Math.min(Math.max(i, 0), from - 1);

/** The nearest place for each of the output, along one axis after the other. */
function nearest(call: Call, x: Value, axes: readonly Along[], mode: string, rounding: string): Value {
  const round = Object.hasOwn(roundings, rounding)
    ? roundings[rounding]!
    : call.refuse(`expected a known nearest_mode`);
  return axes.reduce((value, own) => {
    const indices = placesOf(call, x, own, mode).map((at) => clipped(round(at), x.shape[own.axis]!));
    return taken(call, value, own.axis, indices);
  }, x);
}

/** Between the two places beside each of the output, along one axis after the other: a product with a matrix of shares. */
function linear(call: Call, x: Value, axes: readonly Along[], mode: string): Value {
  return axes.reduce((value, own) => {
    const from = x.shape[own.axis]!;
    call.build.charge(from * own.size);
    const shares = new Float32Array(from * own.size);
    for (const [i, place] of placesOf(call, x, own, mode).entries()) {
      const at = clipped(place, from);
      const before = Math.min(Math.floor(at), from - 1);
      shares[before * own.size + i]! += 1 - (at - before);
      if (at > before) shares[(before + 1) * own.size + i]! += at - before;
    }
    const last = value.shape.length - 1;
    const swap = [...value.shape.keys()].map((axis) =>
      axis === own.axis ? last : axis === last ? own.axis : axis,
    );
    const turned = (v: Variable) => transpose(call.build, v, swap);
    if (value.kind === 'constant') return call.refuse('expected values of the network, got constants');
    const made = multiplied(call, turned(value), constant('float32', [from, own.size], shares));
    return turned(made as Variable);
  }, x);
}

function along(
  call: Call,
  x: Value,
  axes: readonly number[],
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
): readonly Along[] {
  const list = scales ?? sizes ?? call.refuse('expected scales or sizes, got none');
  if (list.length !== axes.length || !list.every((n) => n > 0 && Number.isFinite(n))) {
    call.refuse(`expected ${axes.length} scales or sizes above 0, got ${formatShape(list.slice(0, 8))}`);
  }
  const made = axes.map((axis, i) => {
    const from = x.shape[axis]!;
    const size = scales ? Math.floor(from * scales[i]!) : sizes![i]!;
    return { axis, size, scale: scales ? scales[i]! : size / from };
  });
  assertDims(
    'Resize',
    made.map(({ size }) => size),
  );
  if (made.some(({ size }) => size < 1)) call.refuse('expected at least one place along each axis');
  return made.filter(({ axis, size, scale }) => size !== x.shape[axis] || scale !== 1);
}

/** Images of another size, each place the nearest of the input, or between the places beside it. */
export const resize: OpRule = (call) => {
  const { attributes, opset, refuse } = call;
  const x = input(call, 0);
  const rank = x.shape.length;
  const mode = attributes.string('mode', 'nearest');
  const coordinate = attributes.string(
    'coordinate_transformation_mode',
    opset < 11 ? 'asymmetric' : 'half_pixel',
  );
  const rounding = attributes.string('nearest_mode', opset < 11 ? 'floor' : 'round_prefer_floor');
  for (const name of ['cubic_coeff_a', 'extrapolation_value']) attributes.float(name, 0);
  attributes.int('exclude_outside', 0);
  const smoothed = attributes.int('antialias', 0) !== 0;
  if (attributes.string('keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    refuse('expected the policy "stretch"');
  const axes = (attributes.ints('axes', undefined) ?? Array.from({ length: rank }, (_, i) => i)).map((axis) =>
    axisOf(call, axis, rank),
  );
  const scales = optionalConstant(call, opset < 11 ? 1 : 2);
  const sizes = opset < 11 ? undefined : optionalInts(call, 3);
  const list = scales && scales.data.length > 0 ? Array.from(scales.data) : undefined;
  const made = along(call, x, axes, list, sizes);
  if (mode === 'linear' && !smoothed) return linear(call, x, made, coordinate);
  if (mode !== 'nearest' && made.length > 0) {
    refuse(`expected mode "nearest", or "linear" without antialias, got "${mode.slice(0, 20)}"`);
  }
  return nearest(call, x, made, coordinate, rounding);
};

/** The older form, which repeats places. */
export const upsample: OpRule = (call) => {
  const { attributes, refuse } = call;
  const x = input(call, 0);
  const mode = attributes.string('mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear') refuse('expected mode "nearest" or "linear"');
  const given = attributes.floats('scales', undefined) ?? Array.from(optionalConstant(call, 1)?.data ?? []);
  const made = along(call, x, [...x.shape.keys()], given, undefined);
  return mode === 'linear'
    ? linear(call, x, made, 'asymmetric')
    : nearest(call, x, made, 'asymmetric', 'floor');
};

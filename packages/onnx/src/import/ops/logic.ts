import { formatShape, sizeOf } from '@ibp/core';
import { commonShape } from '../constant/broadcast';
import { type Constant, constant, type ElementType } from '../constant/constant';
import { zipped } from '../constant/elementwise';
import { assertDims } from '../constant/read-tensor';
import { spread } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import { constantInput, input, optionalInts } from './inputs';

/** A function of constants alone, element by element. */
const ofConstants =
  (count: number, f: (...x: number[]) => number, type?: ElementType): OpRule =>
  (call) => {
    const inputs = Array.from({ length: count }, (_, i) => constantInput(call, i));
    return zipped(inputs, sharedShape(call, inputs), f, type ?? inputs.at(-1)!.type);
  };

function sharedShape(call: Call, inputs: readonly Constant[]): readonly number[] {
  const shapes = inputs.map(({ shape }) => shape);
  const shape =
    commonShape(shapes) ??
    call.refuse(`expected shapes that broadcast, got ${shapes.map(formatShape).join(' ')}`);
  call.build.charge(sizeOf(assertDims('a constant', shape)));
  return shape;
}

const truth = (f: (a: number, b: number) => boolean): OpRule =>
  ofConstants(2, (a, b) => (f(a!, b!) ? 1 : 0), 'bool');

export const equal = truth((a, b) => a === b);
const greaterConstant = truth((a, b) => a > b);
/** Of a value and one number it is a condition, which `where` may choose by. */
export const greater: OpRule = (call) => {
  const [x, than] = [input(call, 0), input(call, 1)];
  if (x.kind === 'constant' || than.kind === 'variable' || than.data.length !== 1)
    return greaterConstant(call);
  return { kind: 'condition', shape: x.shape, greater: x, than: than.data[0]! };
};
export const greaterOrEqual = truth((a, b) => a >= b);
export const less = truth((a, b) => a < b);
export const lessOrEqual = truth((a, b) => a <= b);
export const and = truth((a, b) => a !== 0 && b !== 0);
export const or = truth((a, b) => a !== 0 || b !== 0);
export const not = ofConstants(1, (a) => (a ? 0 : 1), 'bool');
/** The rest of a division, with the sign of the divisor, or with that of what is divided where `fmod` says so. */
export const mod: OpRule = (call) => {
  const ofDividend = call.attributes.int('fmod', 0) !== 0;
  return ofConstants(2, (a, b) => (ofDividend ? a! % b! : a! - b! * Math.floor(a! / b!)))(call);
};
const whereConstant = ofConstants(3, (condition, a, b) => (condition ? a! : b!));

/** Where `x` is so large, `softplus(x)` and `x` are one float32 number. */
const large = 15;

/**
 * The second where the first holds, and the third elsewhere. What depends on the network's input may only choose as
 * PyTorch's softplus does: `x` above a threshold, where `softplus(x)` is the same number.
 */
export const where: OpRule = (call) => {
  const { condition, build } = call;
  if (!condition) return whereConstant(call);
  const [x, softplus] = [input(call, 1), input(call, 2)];
  const same = x.kind === 'variable' && x.node === condition.greater.node && condition.than >= large;
  if (!same || softplus.kind !== 'variable')
    return call.refuse('expected a constant condition, got a comparison');
  const { op, inputs } = build.nodeAt(softplus.node);
  return op === 'softplus' && inputs[0] === x.node
    ? softplus
    : call.refuse("expected a constant condition, got a comparison of the network's values");
};

/** As many elements as a shape has, all one value. */
export const constantOfShape: OpRule = (call) => {
  const shape = assertDims('a constant', optionalInts(call, 0) ?? call.refuse('expected a shape, got none'));
  const value = call.attributes.tensor('value') ?? constant('float32', [1], [0]);
  if (value.data.length !== 1) call.refuse(`expected one value, got ${formatShape(value.shape)}`);
  call.build.charge(sizeOf(shape));
  return zipped([{ ...value, shape: [] }], shape, (v) => v);
};

/** The numbers from `start` up to `limit` by `delta`. */
export const range: OpRule = (call) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => constantInput(call, i));
  const count = Math.max(Math.ceil((limit!.data[0]! - start!.data[0]!) / delta!.data[0]!), 0);
  const shape = assertDims('a constant', [count]);
  call.build.charge(count);
  const steps = Array.from({ length: count }, (_, i) => start!.data[0]! + i * delta!.data[0]!);
  return constant(start!.type, shape, steps);
};

/** A value repeated along axes of size 1, so that it broadcasts with a shape. */
export const expand: OpRule = (call) => {
  const x = input(call, 0);
  const wanted = assertDims('Expand', optionalInts(call, 1) ?? call.refuse('expected a shape, got none'));
  const shape =
    commonShape([x.shape, wanted]) ??
    call.refuse(`expected shapes that broadcast, got ${formatShape(x.shape)} and ${formatShape(wanted)}`);
  assertDims('Expand', shape);
  if (x.kind === 'variable') return spread(call.build, x, shape);
  call.build.charge(sizeOf(shape));
  return zipped([x], shape, (v) => v);
};

/** Whole numbers as floats: a weight that was quantised, with a scale and a zero of its own for each place along an axis. */
export const dequantizeLinear: OpRule = (call) => {
  const { attributes, refuse, inputs } = call;
  if (inputs[0]?.kind === 'variable') {
    refuse('expected quantised weights, got an activation: quantised activations are no network of floats');
  }
  const x = constantInput(call, 0);
  const scale = constantInput(call, 1);
  const zero = inputs[2]
    ? constantInput(call, 2)
    : constant('int32', scale.shape, Array(scale.data.length).fill(0));
  if (attributes.int('block_size', 0) !== 0) refuse('expected block_size 0');
  attributes.int('output_dtype', 0);
  const axis = attributes.int('axis', 1);
  const rank = x.shape.length;
  const along = (axis < 0 ? axis + rank : axis) || 0;
  const aligned = (one: Constant): Constant =>
    one.data.length === 1
      ? { ...one, shape: [] }
      : { ...one, shape: [one.data.length, ...Array<number>(Math.max(rank - along - 1, 0)).fill(1)] };
  const shared = [x, aligned(scale), aligned(zero)];
  if (sharedShape(call, shared).join() !== x.shape.join())
    refuse('expected a scale for each place along the axis');
  return zipped(shared, x.shape, (v, s, z) => (v! - z!) * s!, scale.type);
};

/** What makes whole numbers of a network's values is no op of a network of floats. */
export const quantizeLinear: OpRule = (call) => {
  if (input(call, 0).kind === 'variable') {
    call.refuse('expected floats, got an activation that is quantised: export the network without QDQ nodes');
  }
  const x = constantInput(call, 0);
  return call.refuse(`expected quantised constants, got floats ${formatShape(x.shape)} that are quantised`);
};

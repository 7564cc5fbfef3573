import { formatShape, type Shape, sizeOf } from '@ibp/core';
import { constant } from '../constant/constant';
import { affine } from '../graph/affine';
import { arranged, reshape } from '../graph/arrange';
import { binary } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import { inFileOrder, type Variable } from '../graph/value';
import { applied } from './elementwise';
import { axisOf, constantInput, optionalConstant, variable } from './inputs';

/** The mean along the second axis of `[rows, columns]`, which stays with a size of 1. */
function meanOf({ build }: Call, x: Variable): Variable {
  const node = build.add('mean', { axis: 1 }, [arranged(build, x, [0, 1], x.shape)]);
  return inFileOrder(node, [x.shape[0]!, 1]);
}

/** Each row of `[rows, columns]` over the root of the mean of its squares. */
function overRoot(call: Call, x: Variable, epsilon: number): Variable {
  const { build } = call;
  const variance = meanOf(call, applied(call, x, 'square', {}) as Variable);
  const shifted = affine(build, variance, { shift: constant('float32', [], [epsilon]) });
  const inverse = applied(call, applied(call, shifted, 'sqrt', {}), 'reciprocal', {}) as Variable;
  return binary(build, 'multiply', x, inverse)!;
}

/**
 * Each row less its mean, over its deviation. Every step is an op, since the mean and the deviation depend on the input.
 */
const normalised = (call: Call, x: Variable, epsilon: number): Variable =>
  overRoot(call, binary(call.build, 'subtract', x, meanOf(call, x))!, epsilon);

const inRows = (call: Call, x: Variable, rows: Shape, made = normalised): Variable => {
  const count = sizeOf(rows);
  const epsilon = call.attributes.float('epsilon', 1e-5);
  return reshape(made(call, reshape(x, [count, sizeOf(x.shape) / count]), epsilon), x.shape);
};

/** Normalisation of all axes from one on, with a scale and a shift for each place of them. */
export const layerNorm: OpRule = (call) => {
  const { attributes, build, outputs, refuse } = call;
  const x = variable(call, 0);
  if (outputs > 1) refuse('expected one output, got more');
  if (attributes.int('stash_type', 1) !== 1) refuse('expected stash_type 1');
  const axis = axisOf(call, attributes.int('axis', -1), x.shape.length);
  const made = inRows(call, x, x.shape.slice(0, axis));
  const shift = optionalConstant(call, 2);
  return affine(build, made, { scale: constantInput(call, 1), ...(shift && { shift }) });
};

/** Normalisation of the places of each channel, with a scale and a shift for each channel. */
export const instanceNorm: OpRule = (call) => {
  const { build, refuse } = call;
  const x = variable(call, 0);
  const channels = x.shape[1];
  const [scale, shift] = [constantInput(call, 1), constantInput(call, 2)];
  if (x.shape.length < 3 || scale.data.length !== channels || shift.data.length !== channels) {
    refuse(`expected channels with a scale and a shift each, got ${formatShape(x.shape)}`);
  }
  const made = inRows(call, x, x.shape.slice(0, 2));
  const shape = [channels!, ...Array<number>(x.shape.length - 2).fill(1)];
  return affine(build, made, { scale: { ...scale, shape }, shift: { ...shift, shape } });
};

/** Normalisation of all axes from one on by the root of the mean of the squares, with a scale for each place of them. */
export const rmsNorm: OpRule = (call) => {
  const { attributes, build, refuse } = call;
  const x = variable(call, 0);
  if (attributes.int('stash_type', 1) !== 1) refuse('expected stash_type 1');
  const axis = axisOf(call, attributes.int('axis', -1), x.shape.length);
  const made = inRows(call, x, x.shape.slice(0, axis), overRoot);
  return affine(build, made, { scale: constantInput(call, 1) });
};

/** Normalisation of groups of channels, with a scale and a shift for each channel, or before operator set 21 for each group. */
export const groupNorm: OpRule = (call) => {
  const { attributes, build, refuse, opset } = call;
  const x = variable(call, 0);
  const [channels, groups] = [x.shape[1]!, attributes.int('num_groups', 0)];
  if (attributes.int('stash_type', 1) !== 1) refuse('expected stash_type 1');
  const [scale, shift] = [constantInput(call, 1), constantInput(call, 2)];
  const each = opset < 21 ? groups : channels;
  const fits = x.shape.length >= 3 && groups >= 1 && channels % groups === 0;
  if (!fits || scale.data.length !== each || shift.data.length !== each) {
    refuse(`expected ${groups} groups of channels with scales and shifts, got ${formatShape(x.shape)}`);
  }
  const made = inRows(call, x, [x.shape[0]!, groups]);
  const shape = [channels, ...Array<number>(x.shape.length - 2).fill(1)];
  const perChannel = ({ type, data }: typeof scale) => {
    const own = Array.from({ length: channels }, (_, c) => data[Math.floor((c * each) / channels)]!);
    return constant(type, shape, own);
  };
  return affine(build, made, { scale: perChannel(scale), shift: perChannel(shift) });
};

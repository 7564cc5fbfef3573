import { sizeOf } from '@ibp/core';
import { arranged, reshape } from '../graph/arrange';
import type { OpRule } from '../graph/call';
import { stored, type Variable } from '../graph/value';
import { applied } from './elementwise';
import { axisOf, variable } from './inputs';

/** Softmax along an axis; before operator set 13 over all axes from there on. */
export const softmax: OpRule = (call) => {
  const { attributes, build, opset } = call;
  const x = variable(call, 0);
  const rank = x.shape.length;
  const axis = axisOf(call, attributes.int('axis', opset < 13 ? 1 : -1), rank);
  const flat = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))];
  const value = opset < 13 ? reshape(x, flat) : x;
  const last = opset < 13 ? 1 : axis;
  const axes = [...[...value.shape.keys()].filter((one) => one !== last), last];
  // the axis stays the last though it may be a batch of 1, which nodes leave out
  const rows = [sizeOf(axes.slice(0, -1).map((one) => value.shape[one]!)), value.shape[last]!];
  const made = build.add('softmax', {}, [arranged(build, value, axes, rows[0] === 1 ? rows.slice(1) : rows)]);
  return reshape(stored(made, value.shape, axes), x.shape);
};

/** Its logarithm. */
export const logSoftmax: OpRule = (call) => applied(call, softmax(call) as Variable, 'log', {});

import { type Constant, constant } from '../constant/constant';
import { permuted } from '../constant/strided';
import { affine } from '../graph/affine';
import type { Call, OpRule } from '../graph/call';
import { dense } from '../graph/dense';
import { variable } from './inputs';

const numbers = (call: Call, name: string): Constant => {
  const list = call.attributes.floats(name, undefined) ?? call.refuse(`expected ${name}, got none`);
  return constant('float32', list.length === 1 ? [] : [list.length], list);
};

/** `(x - offset) * scale` for each feature, of the operators of machine learning. */
export const scaler: OpRule = (call) => {
  const x = variable(call, 0);
  const [offset, scale] = [numbers(call, 'offset'), numbers(call, 'scale')];
  const negative = constant(
    'float32',
    offset.shape,
    Array.from(offset.data, (v) => -v),
  );
  return affine(call.build, affine(call.build, x, { shift: negative }), { scale });
};

/** A linear model, of the operators of machine learning: rows of coefficients, one a target. */
export const linearRegressor: OpRule = (call) => {
  const { attributes, refuse } = call;
  const x = variable(call, 0);
  const targets = attributes.int('targets', 1);
  const inputs = x.shape.at(-1)!;
  const coefficients = numbers(call, 'coefficients');
  const intercepts = attributes.floats('intercepts', Array<number>(targets).fill(0));
  if (attributes.string('post_transform', 'NONE') !== 'NONE') refuse('expected post_transform NONE');
  if (coefficients.data.length !== targets * inputs || intercepts.length !== targets) {
    refuse(`expected ${targets} rows of ${inputs} coefficients and ${targets} intercepts`);
  }
  const data = permuted(Float32Array.from(coefficients.data), [targets, inputs], [1, 0]);
  return dense(call.build, x, { shape: [inputs, targets], data }, Float32Array.from(intercepts));
};

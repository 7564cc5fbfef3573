import { alike } from '../builders/alike';
import { type Call, type Converter, refuse } from './converter';

/** `a op b op c ...`, the last of the name of the layer. */
function chain(op: 'add' | 'multiply', { build, name, inputs }: Call, last = name): number {
  const [first, ...rest] = alike(build, inputs);
  return rest.reduce((sum, x, i) => {
    const own = i === rest.length - 1 ? last : `${name}/${i + 1}`;
    return build.add(op, {}, [sum, x], own);
  }, first!);
}

export const add: Converter = (call) => chain('add', call);

/** The product of a node with itself is a square, whose bounds are tighter. */
export const multiply: Converter = (call) => {
  const { build, name, inputs } = call;
  const [a, b] = inputs;
  return inputs.length === 2 && a === b ? build.add('square', {}, [a!], name) : chain('multiply', call);
};

export const average: Converter = (call) => {
  const sum = chain('add', call, `${call.name}/sum`);
  return call.build.add('rescale', { scale: 1 / call.inputs.length, shift: 0 }, [sum], call.name);
};

/** The inputs side by side as an image of one row a unit, and the greatest of each row: exact in every domain. */
export const maximum: Converter = ({ build, name, inputs: given }) => {
  const inputs = alike(build, given);
  const shape = build.shapeOf(inputs[0]!);
  const units = shape.reduce((a, b) => a * b, 1);
  const columns = inputs.map((x) => build.add('reshape', { shape: [units, 1, 1] }, [x]));
  const rows = build.add('concat', { axis: 1 }, columns, `${name}/rows`);
  const size = [1, inputs.length] as const;
  const greatest = build.add(
    'maxPool',
    { size, strides: size, padding: 'valid' },
    [rows],
    `${name}/greatest`,
  );
  return build.add('reshape', { shape }, [greatest], name);
};

/** `-max(-a, -b, ...)` */
export const minimum: Converter = (call) => {
  const { build, name } = call;
  const negate = (x: number, own: string) => build.add('rescale', { scale: -1, shift: 0 }, [x], own);
  const inputs = call.inputs.map((x, i) => negate(x, `${name}/negated_${i + 1}`));
  return negate(maximum({ ...call, inputs, name: `${name}/maximum` }), name);
};

/**
 * Our axes are without the batch, which Keras counts as axis 0. tf.LayersModel 4.22 joins along the last axis for every
 * axis below 0, whatever the shapes that it tells say: neither result would be the one meant.
 */
export const concatenate: Converter = (call) => {
  const { build, name, inputs } = call;
  const axis = call.config.axis as number;
  const rank = build.shapeOf(inputs[0]!).length + 1;
  if (axis !== -1 && !(axis > 0 && axis < rank)) refuse(call, `axis -1, or from 1 to ${rank - 1}`, axis);
  return build.add('concat', { axis: axis < 0 ? axis : axis - 1 }, inputs, name);
};

import { type Converter, expectChannelsLast } from './converter';

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const flatten: Converter = (call) => {
  expectChannelsLast(call);
  const { build, name, inputs } = call;
  return build.add('reshape', { shape: [size(build.shapeOf(inputs[0]!))] }, inputs, name);
};

/** One size of the target may be open, null or below 0: what is left. */
export const reshape: Converter = ({ build, name, config, inputs }) => {
  const target = config.targetShape as readonly (number | null)[];
  const fill = (rest: number) => target.map((n) => (n === null || n < 0 ? rest : n));
  const rest = size(build.shapeOf(inputs[0]!)) / size(fill(1));
  return build.add('reshape', { shape: fill(rest) }, inputs, name);
};

/** Keras counts the axes from 1, after the batch. */
export const permute: Converter = ({ build, name, config, inputs }) => {
  const permutation = (config.dims as number[]).map((axis) => axis - 1);
  return build.add('transpose', { permutation }, inputs, name);
};

export const zeroPadding2d: Converter = (call) => {
  expectChannelsLast(call);
  const [height, width] = call.config.padding as [[number, number], [number, number]];
  return call.build.add('pad', { paddings: [height, width, [0, 0]] }, call.inputs, call.name);
};

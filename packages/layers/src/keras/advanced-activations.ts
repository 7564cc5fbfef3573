import { type Converter, expectLastAxis, refuse } from './converter';

/** `min(max(x, 0), m)` is relu6 on another scale: `relu6(x * 6 / m) * m / 6`. */
export const relu: Converter = (call) => {
  const { build, name, config, inputs } = call;
  const maxValue = config.maxValue as number | null | undefined;
  if (maxValue == null) return build.add('relu', {}, inputs, name);
  if (maxValue === 6) return build.add('relu6', {}, inputs, name);
  if (!(maxValue > 0)) refuse(call, 'maxValue > 0', maxValue);
  const scaled = build.add('rescale', { scale: 6 / maxValue, shift: 0 }, inputs, `${name}/scaled`);
  const clipped = build.add('relu6', {}, [scaled], `${name}/clipped`);
  return build.add('rescale', { scale: maxValue / 6, shift: 0 }, [clipped], name);
};

export const leakyRelu: Converter = ({ build, name, config, inputs }) =>
  build.add('leakyRelu', { alpha: config.alpha as number }, inputs, name);

export const elu: Converter = (call) => {
  if (call.config.alpha !== 1) refuse(call, 'alpha 1', call.config.alpha);
  return call.build.add('elu', {}, call.inputs, call.name);
};

/** `relu(x) - alpha relu(-x)`: one of the two is 0 at either end of a box, so its bounds are tight for alpha >= 0. */
export const prelu: Converter = ({ build, name, inputs, weight }) => {
  const scale = weight('alpha')!;
  const positive = build.add('relu', {}, inputs, `${name}/positive`);
  const negated = build.add('rescale', { scale: -1, shift: 0 }, inputs, `${name}/negated`);
  const negative = build.add('relu', {}, [negated], `${name}/negative`);
  const sloped = build.add('rescale', { scale, shift: 0 }, [negative], `${name}/sloped`);
  return build.add('subtract', {}, [positive, sloped], name);
};

export const softmax: Converter = (call) => {
  expectLastAxis(call);
  return call.build.add('softmax', {}, call.inputs, call.name);
};

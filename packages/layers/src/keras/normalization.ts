import { type Converter, expectLastAxis, refuse } from './converter';

export const batchNormalization: Converter = (call) => {
  const { build, name, inputs, weight } = call;
  const { epsilon, momentum } = call.config as { epsilon: number; momentum: number };
  expectLastAxis(call);
  const mean = weight('moving_mean', 'mean')!;
  const variance = weight('moving_variance', 'variance')!;
  const params = { gamma: weight('gamma'), beta: weight('beta'), mean, variance, epsilon, momentum };
  return build.add('batchNorm', params, inputs, name);
};

export const rescaling: Converter = (call) => {
  const { scale, offset } = call.config as { scale: number; offset: number };
  for (const value of [scale, offset]) if (typeof value !== 'number') refuse(call, 'one number', value);
  return call.build.add('rescale', { scale, shift: offset }, call.inputs, call.name);
};

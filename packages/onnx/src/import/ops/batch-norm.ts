import { constant } from '../constant/constant';
import { affine } from '../graph/affine';
import type { OpRule } from '../graph/call';
import { constantInput, variable } from './inputs';

/** Batch norm with the statistics that the file holds: a scale and a shift of each channel, computed in float64. */
export const batchNorm: OpRule = (call) => {
  const { attributes, build, refuse, outputs } = call;
  const x = variable(call, 0);
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => constantInput(call, i).data) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const epsilon = attributes.float('epsilon', 1e-5);
  attributes.float('momentum', 0);
  if (attributes.int('training_mode', 0) !== 0 || outputs > 1) refuse('expected training_mode 0');
  if (attributes.int('spatial', 1) !== 1) refuse('expected spatial 1');
  const channels = x.shape[1] ?? refuse('expected channels as axis 1');
  if ([scale, bias, mean, variance].some((data) => data.length !== channels)) {
    refuse(`expected a scale, bias, mean and variance of ${channels} channels`);
  }
  const factors = Array.from(scale, (s, i) => s / Math.sqrt(variance[i]! + epsilon));
  const shifts = Array.from(bias, (b, i) => b - mean[i]! * factors[i]!);
  const shape = [channels, ...Array<number>(x.shape.length - 2).fill(1)];
  return affine(build, x, {
    scale: constant('float32', shape, factors),
    shift: constant('float32', shape, shifts),
  });
};

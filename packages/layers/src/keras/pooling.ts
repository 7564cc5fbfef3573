import { asImage } from '../builders/one-dimensional';
import { type Converter, expectChannelsLast } from './converter';
import { paddingOf } from './convolution';

type Pair = readonly [number, number];
type Pool = 'averagePool' | 'maxPool';

export const pool2d =
  (op: Pool): Converter =>
  (call) => {
    expectChannelsLast(call);
    const { poolSize, strides } = call.config as { poolSize: Pair; strides: Pair };
    const params = { size: poolSize, strides, padding: paddingOf(call) };
    return call.build.add(op, params, call.inputs, call.name);
  };

export const pool1d =
  (op: Pool): Converter =>
  (call) => {
    const { build, name, inputs } = call;
    const { poolSize, strides } = call.config as { poolSize: [number]; strides: [number] };
    const size = [poolSize[0], 1] as const;
    const params = { size, strides: [strides[0], 1] as const, padding: paddingOf(call) };
    return asImage((_, image) => build.add(op, params, [image], name))(build, inputs[0]!);
  };

export const globalPool =
  (op: 'globalAveragePool' | 'globalMaxPool'): Converter =>
  (call) => {
    expectChannelsLast(call);
    return call.build.add(op, {}, call.inputs, call.name);
  };

import { formatShape } from '@ibp/core';
import type { Constant } from '../constant/constant';
import { pick, places } from '../constant/strided';
import type { Call, OpRule } from '../graph/call';
import { bordered, fromImage, image } from './image';
import { constantInput, optionalConstant, variable } from './inputs';
import { type Along, asPlane, isSame, isValid, windowOf } from './window';

/** `[filters, channels, ...window]` as `[height, width, channels, filters]`, with zeros between where it is to be wider. */
function kernelOf({ build }: Call, w: Constant, gaps: readonly [number, number]) {
  const [filters, channels, ...window] = w.shape as [number, number, ...number[]];
  const [height, width] = window.length === 1 ? [1, window[0]!] : (window as [number, number]);
  const area = height * width;
  const shape = [height, width, channels, filters];
  const data = Float32Array.from(pick(w.data, places(shape, [width, 1, area, channels * area])));
  const wide = [(height - 1) * gaps[0] + 1, (width - 1) * gaps[1] + 1] as const;
  if (wide[0] === height && wide[1] === width) return { shape, data };
  const row = channels * filters;
  build.charge(wide[0] * wide[1] * row);
  const spread = new Float32Array(wide[0] * wide[1] * row);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * row;
      spread.set(data.subarray(from, from + row), (y * gaps[0] * wide[1] + x * gaps[1]) * row);
    }
  }
  return { shape: [...wide, channels, filters], data: spread };
}

type Kernel = ReturnType<typeof kernelOf>;

/** A convolution of one or two axes, with constant weights. */
export const conv: OpRule = (call) => {
  const { attributes, build, refuse } = call;
  const x = variable(call, 0);
  const w = constantInput(call, 1);
  const bias = optionalConstant(call, 2);
  const groups = attributes.int('group', 1);
  const [filters, own, ...window] = w.shape as [number, number, ...number[]];
  const channels = x.shape[1]!;
  const node = image(call, x);
  if (w.shape.length !== x.shape.length || own * groups !== channels || !(filters % groups === 0)) {
    refuse(
      `expected weights that fit ${formatShape(x.shape)} in ${groups} groups, got ${formatShape(w.shape)}`,
    );
  }
  if (bias && bias.data.length !== filters)
    refuse(`expected a bias of ${filters}, got ${formatShape(bias.shape)}`);
  if (attributes.ints('kernel_shape', window).join() !== window.join()) {
    refuse(`expected a kernel_shape as the weights', ${formatShape(window)}`);
  }
  const along = asPlane(windowOf(call, x.shape, window));
  const both = (of: (one: Along) => number) => along.map(of) as [number, number];
  const [strides, dilations] = [both(({ stride }) => stride), both(({ dilation }) => dilation)];
  // the vocabulary has no window that strides and is dilated: zeros in the kernel do the same
  const spread = Math.max(...strides) > 1 && Math.max(...dilations) > 1;
  build.charge(w.data.length);
  const kernel = kernelOf(call, w, spread ? dilations : [1, 1]);
  const padding = isValid(along) || !isSame(along) ? ('valid' as const) : ('same' as const);
  const params = {
    ...(bias && { bias: { shape: [filters], data: Float32Array.from(bias.data) } }),
    strides,
    padding,
    ...(!spread && Math.max(...dilations) > 1 && { dilations }),
  };
  const framed = padding === 'same' ? node : bordered(call, node, along);
  const made =
    groups > 1 && own === 1
      ? build.add('depthwiseConv2d', { kernel: depthwise(kernel, groups), ...params }, [framed])
      : build.add('conv2d', { kernel, ...params }, [framed]);
  return fromImage(call, made, x.shape.length);
};

/** `[height, width, 1, channels * multiplier]` as the vocabulary has kernels of one channel each. */
const depthwise = ({ shape, data }: Kernel, channels: number): Kernel => ({
  shape: [shape[0]!, shape[1]!, channels, shape[3]! / channels],
  data,
});

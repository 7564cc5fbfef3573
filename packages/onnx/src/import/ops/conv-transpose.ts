import { formatShape } from '@ibp/core';
import { reshaped } from '../graph/arrange';
import type { PlainBuilder } from '../graph/builder';
import type { Call, OpRule } from '../graph/call';
import { along, fromImage, image } from './image';
import { constantInput, listOf, optionalConstant, variable } from './inputs';

/** Zeros between the places along height (0) or width (1), `stride - 1` of them. */
function spreadOut(build: PlainBuilder, node: number, axis: 0 | 1, stride: number): number {
  if (stride === 1) return node;
  const [height, width, channels] = build.shapeOf(node) as [number, number, number];
  const size = [height, width][axis]!;
  const [before, behind] = axis === 0 ? [1, width * channels] : [height, channels];
  const cut = reshaped(build, node, [before * size, 1, behind]);
  const padded = build.add(
    'pad',
    {
      paddings: [
        [0, 0],
        [0, stride - 1],
        [0, 0],
      ],
    },
    [cut],
  );
  const wide = axis === 0 ? [size * stride, width, channels] : [height, size * stride, channels];
  return reshaped(build, padded, wide);
}

/** A border where `before` and `after` are above 0, and a cut where they are below. */
function framed(call: Call, node: number, axis: 0 | 1, before: number, after: number): number {
  const size = call.build.shapeOf(node)[axis]!;
  const [from, to] = [Math.max(-before, 0), size - Math.max(-after, 0)];
  if (to <= from) call.refuse(`expected places that are left, got pads of all ${size}`);
  const cut = along(
    call,
    node,
    axis,
    Array.from({ length: to - from }, (_, i) => from + i),
  );
  const pads = [Math.max(before, 0), Math.max(after, 0)] as const;
  if (pads[0] === 0 && pads[1] === 0) return cut;
  const paddings = axis === 0 ? [pads, [0, 0] as const] : [[0, 0] as const, pads];
  return call.build.add('pad', { paddings: [...paddings, [0, 0]] }, [cut]);
}

/** One of the `count` axes that windows move along: how many places the input has there, and how far a window reaches. */
type WindowAxis = {
  readonly axis: number;
  readonly count: number;
  readonly size: number;
  readonly reach: number;
  readonly stride: number;
};

/** How the output lies along one axis: what is padded around the places that zeros have spread out. */
function frame(call: Call, { axis, count, size, reach, stride }: WindowAxis) {
  const { attributes, refuse } = call;
  const list = (name: string, length: number) =>
    listOf(call, name, attributes.ints(name, Array<number>(length).fill(0)), length);
  const extra = list('output_padding', count)[axis]!;
  const auto = attributes.string('auto_pad', 'NOTSET');
  const wanted = attributes.ints('output_shape', undefined);
  const given = list('pads', 2 * count);
  const full = (size - 1) * stride + reach + extra;
  const pads = ((): [number, number] => {
    if (auto === 'VALID') return [0, 0];
    if (auto === 'NOTSET' && !wanted) return [given[axis]!, given[axis + count]!];
    const total = full - (wanted ? listOf(call, 'output_shape', wanted, count)[axis]! : size * stride);
    const half = Math.floor(total / 2);
    return auto === 'SAME_UPPER' ? [half, total - half] : [total - half, half];
  })();
  if (!(extra >= 0 && extra < 2 ** 20) || !pads.every((n) => Math.abs(n) < 2 ** 20))
    refuse('expected moderate pads');
  return { before: reach - 1 - pads[0], after: reach - 1 - pads[1] + extra };
}

/** `[inputs, filters / groups, ...window]` as the kernel of the convolution that it is the transpose of, turned round. */
function kernelOf(
  { build }: Call,
  w: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  groups: number,
  dilations: readonly [number, number],
) {
  const [channels, own, ...window] = w.shape as [number, number, ...number[]];
  const [height, width] = window.length === 1 ? [1, window[0]!] : (window as [number, number]);
  const filters = own * groups;
  const [tall, wide] = [(height - 1) * dilations[0] + 1, (width - 1) * dilations[1] + 1];
  build.charge(tall * wide * channels * filters);
  const data = new Float32Array(tall * wide * channels * filters);
  for (let c = 0; c < channels; c++) {
    const group = Math.floor(c / (channels / groups));
    for (let f = 0; f < own; f++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const place = (height - 1 - y) * dilations[0] * wide + (width - 1 - x) * dilations[1];
          data[(place * channels + c) * filters + group * own + f] =
            w.data[((c * own + f) * height + y) * width + x]!;
        }
      }
    }
  }
  return { shape: [tall, wide, channels, filters], data };
}

/** A transposed convolution of one or two axes: places spread out by zeros, and a convolution of stride 1. */
export const convTranspose: OpRule = (call) => {
  const { attributes, build, refuse } = call;
  const x = variable(call, 0);
  const w = constantInput(call, 1);
  const bias = optionalConstant(call, 2);
  const node = image(call, x);
  const groups = attributes.int('group', 1);
  const [channels, own, ...window] = w.shape as [number, number, ...number[]];
  const fits =
    w.shape.length === x.shape.length && channels === x.shape[1] && groups >= 1 && channels % groups === 0;
  if (!fits)
    refuse(
      `expected weights that fit ${formatShape(x.shape)} in ${groups} groups, got ${formatShape(w.shape)}`,
    );
  const filters = own * groups;
  if (bias && bias.data.length !== filters)
    refuse(`expected a bias of ${filters}, got ${formatShape(bias.shape)}`);
  if (attributes.ints('kernel_shape', window).join() !== window.join())
    refuse("expected a kernel_shape as the weights'");
  const count = window.length;
  const list = (name: string) => {
    const given = listOf(call, name, attributes.ints(name, Array<number>(count).fill(1)), count);
    if (!given.every((n) => n >= 1 && n < 2 ** 20))
      refuse(`expected ${name} from 1, got ${formatShape(given)}`);
    return count === 1 ? ([1, given[0]!] as const) : ([given[0]!, given[1]!] as const);
  };
  const [strides, dilations] = [list('strides'), list('dilations')];
  const kernel = kernelOf(call, w, groups, dilations);
  const axes = count === 1 ? ([1] as const) : ([0, 1] as const);
  const wide = axes.reduce<number>((of, axis) => {
    const stride = strides[axis]!;
    const at = frame(call, {
      axis: count === 1 ? 0 : axis,
      count,
      size: build.shapeOf(node)[axis]!,
      reach: kernel.shape[axis]!,
      stride,
    });
    // the zeros behind the last place are no part of it
    return framed(call, spreadOut(build, of, axis, stride), axis, at.before, at.after - (stride - 1));
  }, node);
  const params = {
    kernel,
    ...(bias && { bias: { shape: [filters], data: Float32Array.from(bias.data) } }),
    strides: [1, 1] as const,
    padding: 'valid' as const,
  };
  return fromImage(call, build.add('conv2d', params, [wide]), x.shape.length);
};

import { formatShape } from '@ibp/core';
import { affine } from '../graph/affine';
import type { Call, OpRule } from '../graph/call';
import { along, fromImage, image } from './image';
import { constantInput, listOf, optionalConstant, variable } from './inputs';

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

type Frame = { readonly before: number; readonly after: number; readonly extra: number };

/**
 * How the output lies along one axis: how many places are wanted before the first window and behind the last, fewer than none
 * being a cut. Up to a stride behind the last are `extra`, of the op itself.
 */
function frame(call: Call, { axis, count, size, reach, stride }: WindowAxis): Frame {
  const { attributes, refuse } = call;
  const list = (name: string, length: number) =>
    listOf(call, name, attributes.ints(name, Array<number>(length).fill(0)), length);
  const behind = list('output_padding', count)[axis]!;
  const auto = attributes.string('auto_pad', 'NOTSET');
  const wanted = attributes.ints('output_shape', undefined);
  const given = list('pads', 2 * count);
  const full = (size - 1) * stride + reach + behind;
  const pads = ((): [number, number] => {
    if (auto === 'VALID') return [0, 0];
    if (auto === 'NOTSET' && !wanted) return [given[axis]!, given[axis + count]!];
    const total = full - (wanted ? listOf(call, 'output_shape', wanted, count)[axis]! : size * stride);
    const half = Math.floor(total / 2);
    return auto === 'SAME_UPPER' ? [half, total - half] : [total - half, half];
  })();
  if (!(behind >= 0 && behind < 2 ** 20) || !pads.every((n) => Math.abs(n) < 2 ** 20))
    refuse('expected moderate pads');
  const rest = behind - pads[1];
  const extra = Math.min(Math.max(rest, 0), stride - 1);
  return { before: -pads[0], after: rest - extra, extra };
}

/** `[channels, filters / groups, ...window]` as `[height, width, filters / groups, channels]`, with zeros between. */
function kernelOf(
  { build }: Call,
  w: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  dilations: readonly [number, number],
) {
  const [channels, own, ...window] = w.shape as [number, number, ...number[]];
  const [height, width] = window.length === 1 ? [1, window[0]!] : (window as [number, number]);
  const [tall, wide] = [(height - 1) * dilations[0] + 1, (width - 1) * dilations[1] + 1];
  build.charge(tall * wide * channels * own);
  const data = new Float32Array(tall * wide * channels * own);
  for (let c = 0; c < channels; c++) {
    for (let f = 0; f < own; f++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const place = y * dilations[0] * wide + x * dilations[1];
          data[(place * own + f) * channels + c] = w.data[((c * own + f) * height + y) * width + x]!;
        }
      }
    }
  }
  return { shape: [tall, wide, own, channels], data };
}

/** A transposed convolution of one or two axes, its output cut or widened to what the pads ask for. */
export const convTranspose: OpRule = (call) => {
  const { attributes, build, refuse } = call;
  const x = variable(call, 0);
  const w = constantInput(call, 1);
  const given = optionalConstant(call, 2);
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
  if (given && given.data.length !== filters)
    refuse(`expected a bias of ${filters}, got ${formatShape(given.shape)}`);
  if (attributes.ints('kernel_shape', window).join() !== window.join())
    refuse("expected a kernel_shape as the weights'");
  const count = window.length;
  const list = (name: string) => {
    const own = listOf(call, name, attributes.ints(name, Array<number>(count).fill(1)), count);
    if (!own.every((n) => n >= 1 && n < 2 ** 20)) refuse(`expected ${name} from 1, got ${formatShape(own)}`);
    return count === 1 ? ([1, own[0]!] as const) : ([own[0]!, own[1]!] as const);
  };
  const [strides, dilations] = [list('strides'), list('dilations')];
  const kernel = kernelOf(call, w, dilations);
  const none: Frame = { before: 0, after: 0, extra: 0 };
  const frames = ([0, 1] as const).map((axis) => {
    if (count === 1 && axis === 0) return none;
    return frame(call, {
      ...{ axis: count === 1 ? 0 : axis, count },
      ...{ size: build.shapeOf(node)[axis]!, reach: kernel.shape[axis]!, stride: strides[axis] },
    });
  }) as [Frame, Frame];
  const bias = given && { bias: { shape: [filters], data: Float32Array.from(given.data) } };
  // a border that is put around the op has its bias as well
  const bordered = frames.some(({ before, after }) => before > 0 || after > 0);
  const params = {
    ...{ kernel, strides, groups, outputPadding: [frames[0].extra, frames[1].extra] as const },
    ...(!bordered && bias),
  };
  const made = build.add('conv2dTranspose', params, [node]);
  const cut = ([0, 1] as const).reduce<number>(
    (of, axis) => framed(call, of, axis, frames[axis].before, frames[axis].after),
    made,
  );
  const y = fromImage(call, cut, x.shape.length);
  if (!bordered || !given) return y;
  return affine(build, y, { shift: { ...given, shape: [filters, ...window.map(() => 1)] } });
};

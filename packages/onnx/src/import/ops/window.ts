import { formatShape, type Shape } from '@ibp/core';
import type { Call } from '../graph/call';
import { listOf } from './inputs';

/** How a window moves along one axis of an image. */
export type Along = {
  /** Places of the input. */
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  /** Places before the first and behind the last. */
  readonly before: number;
  readonly after: number;
  /** Places of the output. */
  readonly places: number;
};

const extent = ({ window, dilation }: { window: number; dilation: number }) => (window - 1) * dilation + 1;

/** What `auto_pad` means for one axis: as much as keeps `size / stride` places, the odd one at the end or the front. */
function same(size: number, stride: number, reach: number, upper: boolean): [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  const small = Math.floor(total / 2);
  return upper ? [small, total - small] : [total - small, small];
}

/**
 * How a node's window moves over `[batch, channels, ...space]`: its attributes `strides`, `dilations`, `pads`, `auto_pad`
 * and `ceil_mode`.
 */
export function windowOf(call: Call, input: Shape, window: readonly number[]): readonly Along[] {
  const { attributes, refuse } = call;
  const space = input.slice(2);
  const n = space.length;
  const list = (name: string, otherwise: number) =>
    listOf(call, name, attributes.ints(name, Array<number>(n).fill(otherwise)), n);
  listOf(call, 'kernel_shape', window, n);
  const [strides, dilations] = [list('strides', 1), list('dilations', 1)];
  const given = attributes.ints('pads', Array<number>(2 * n).fill(0));
  const auto = attributes.string('auto_pad', 'NOTSET');
  const up = attributes.int('ceil_mode', 0) !== 0;
  const positive = [...window, ...strides, ...dilations].every((one) => one >= 1 && one < 2 ** 31);
  if (!positive)
    refuse(
      `expected windows, strides and dilations from 1, got ${formatShape([...window, ...strides, ...dilations].slice(0, 8))}`,
    );
  return space.map((size, axis) => {
    const own = { size, window: window[axis]!, stride: strides[axis]!, dilation: dilations[axis]! };
    const reach = extent(own);
    const [before, after] = ((): [number, number] => {
      if (auto === 'NOTSET') {
        const pads = listOf(call, 'pads', given, 2 * n);
        return [pads[axis]!, pads[axis + n]!];
      }
      if (auto === 'VALID') return [0, 0];
      if (auto !== 'SAME_UPPER' && auto !== 'SAME_LOWER')
        refuse(`expected a known auto_pad, got ${auto.slice(0, 20)}`);
      return same(size, own.stride, reach, auto === 'SAME_UPPER');
    })();
    if (!(before >= 0 && after >= 0 && before < 2 ** 31 && after < 2 ** 31))
      refuse(`expected pads from 0, got ${before} and ${after}`);
    const steps = (size + before + after - reach) / own.stride;
    let places = (up ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // a window that would begin behind the input is left out
    if (up && (places - 1) * own.stride >= size + before) places--;
    if (!(places >= 1))
      refuse(`expected an input of at least ${reach - before - after} along axis ${axis + 2}, got ${size}`);
    return { ...own, before, after, places };
  });
}

/** An axis of size 1 in front: a signal as an image one high. */
export const asPlane = (along: readonly Along[]): readonly [Along, Along] =>
  along.length === 1
    ? [{ size: 1, window: 1, stride: 1, dilation: 1, before: 0, after: 0, places: 1 }, along[0]!]
    : (along as readonly [Along, Along]);

/** Whether the pads are those that `same` of the vocabulary stands for. */
export const isSame = (along: readonly Along[]): boolean =>
  along.every((one) => {
    const [before, after] = same(one.size, one.stride, extent(one), true);
    return one.before === before && one.after === after && one.places === Math.ceil(one.size / one.stride);
  });

/** Whether no window reaches over an end. */
export const isValid = (along: readonly Along[]): boolean =>
  along.every((one) => one.before === 0 && (one.places - 1) * one.stride + extent(one) <= one.size);

/** How many places behind the input the last window reaches. */
export const reachBehind = (one: Along): number =>
  Math.max((one.places - 1) * one.stride + extent(one) - one.size - one.before, 0);

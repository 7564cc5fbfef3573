import { type Shape, sizeOf, tapsOf, vocabulary, type WindowParams } from '@ibp/core';
import type { OpNode } from '@ibp/layers';
import { type Field, type Pair, throughWindow } from './field';

/** What a node does with fields: its parameters on windows of its inputs, and what those windows are. */
export type Seen = { readonly params: OpNode['params']; readonly field: Field };

/** How many pixels of padding are before the first pixel, from the first window's taps. */
function paddingBefore(image: Shape, size: Pair, params: WindowParams): Pair {
  const { dilations = [1, 1] } = params;
  let before: Pair | undefined;
  tapsOf(image, size, params).taps(0, (pixel, offset) => {
    const [row, column] = [Math.floor(offset / size[1]), offset % size[1]];
    before ??= [
      row * dilations[0] - Math.floor(pixel / image[1]!),
      column * dilations[1] - (pixel % image[1]!),
    ];
  });
  return before ?? [0, 0];
}

/** A window without padding: beyond the border fields have zeros. */
function windowed(field: Field, image: Shape, size: Pair, params: WindowParams): Seen {
  const { strides, dilations = [1, 1] } = params;
  const extent: Pair = [(size[0] - 1) * dilations[0] + 1, (size[1] - 1) * dilations[1] + 1];
  return {
    params: { ...params, padding: 'valid' } as unknown as OpNode['params'],
    field: throughWindow(field, extent, strides, paddingBefore(image, size, params)),
  };
}

/** Whether parameters are the same for every pixel. */
const isPerChannel = (of: readonly { readonly shape: Shape }[]): boolean =>
  of.every(({ shape }) => sizeOf(shape) === (shape.at(-1) ?? 1));

/**
 * What a node whose output is looked at through a field sees of each of its inputs; nothing where it does not do the same
 * at every place.
 */
export function seenBy(node: OpNode, field: Field, image: Shape): Seen | undefined {
  const { params } = node;
  const op = vocabulary[node.op];
  const size = 'window' in op ? (op.window as (params: object) => Pair | undefined)(params) : undefined;
  if (size) return windowed(field, image, size, params as unknown as WindowParams);
  switch (node.op) {
    case 'affine':
      return isPerChannel([node.params.scale, node.params.shift]) ? { params, field } : undefined;
    case 'pad': {
      const [rows, columns, channels] = node.params.paddings as readonly (readonly [number, number])[];
      if ((node.params.value ?? 0) !== 0 || channels!.some((n) => n > 0)) return undefined;
      const origin: Pair = [field.origin[0] - rows![0], field.origin[1] - columns![0]];
      const none = [0, 0] as const;
      return { params: { paddings: [none, none, none] }, field: { ...field, origin } };
    }
    case 'add':
    case 'subtract':
      return { params, field };
    default:
      return undefined;
  }
}

import type { Shape } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import type { Field } from './field';
import type { ReceptiveFields } from './receptive-fields';

/** Units and where their fields are, as arrays: what a pass through fields is given. */
export type Positions = {
  /** Of each unit. */
  readonly channels: Int32Array;
  readonly examples: Int32Array;
  /**
   * By the nodes that `alike` names, of each unit's field the pixels, counted over the batch: every image has one more
   * than pixels, which stands for all that is beyond its border.
   */
  readonly at: { readonly [node: number]: Int32Array };
};

/**
 * @param picked units, counted over the batch.
 */
export function positionsOf(
  { fields, alike, end }: ReceptiveFields,
  { nodes }: LoweredNetwork,
  picked: readonly number[],
): Positions {
  const [height, width, count] = nodes[end]!.shape as [number, number, number];
  const places = height * width;
  const examples = Int32Array.from(picked, (unit) => Math.floor(unit / (places * count)));
  const channels = Int32Array.from(picked, (unit) => unit % count);
  const place = (unit: number) => Math.floor(unit / count) % places;
  const at: { [node: number]: Int32Array } = {};
  for (const node of new Set(alike)) {
    if (node === undefined) continue;
    const pixels = pixelsOf(fields[node]!, nodes[node]!.shape);
    const each = fields[node]!.size[0] * fields[node]!.size[1];
    const all = new Int32Array(picked.length * each);
    for (const [i, unit] of picked.entries()) {
      pixels([Math.floor(place(unit) / width), place(unit) % width], examples[i]!, all, i * each);
    }
    at[node] = all;
  }
  return { channels, examples, at };
}

/** Writes the pixels of a place's field. */
const pixelsOf =
  ({ size, stride, origin }: Field, image: Shape) =>
  (place: readonly [number, number], example: number, into: Int32Array, start: number): void => {
    const [height, width] = image as [number, number];
    const first = example * (height * width + 1);
    const [top, left] = [place[0] * stride[0] + origin[0], place[1] * stride[1] + origin[1]];
    let k = start;
    for (let row = top; row < top + size[0]; row++) {
      const isInside = row >= 0 && row < height;
      for (let column = left; column < left + size[1]; column++) {
        into[k++] =
          first + (isInside && column >= 0 && column < width ? row * width + column : height * width);
      }
    }
  };

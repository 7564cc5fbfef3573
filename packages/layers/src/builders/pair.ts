/** One number for both axes, or one each: `[height, width]`. */
export type Pair = number | readonly [number, number];

export const pair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

import type { FormatData } from '../data/example-data';
import { isKnown } from '../data/numbers';

/** The values that are drawn darkest and brightest. */
export type Brightness = readonly [dark: number, bright: number];

/** The range of valid inputs where it is one for all features; else what the inputs themselves span. */
export function brightnessOf(
  { range = [0, 1] }: FormatData,
  ...inputs: readonly ArrayLike<number>[]
): Brightness {
  const [least, greatest] = range;
  if (isNumber(least) && isNumber(greatest) && least < greatest) return [least, greatest];
  let [dark, bright] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const input of inputs) {
    for (let i = 0; i < input.length; i++) {
      if (!Number.isFinite(input[i])) continue;
      dark = Math.min(dark, input[i]!);
      bright = Math.max(bright, input[i]!);
    }
  }
  return dark < bright ? [dark, bright] : [0, 1];
}

const isNumber = (end: unknown): end is number => isKnown(end as number);

/** Bytes of a picture. What is not a number is drawn dark. */
export function bytesOf(values: ArrayLike<number>, [dark, bright]: Brightness): Uint8Array {
  const byte = (value: number) => Math.round((255 * (value - dark)) / (bright - dark));
  return Uint8Array.from(Uint8ClampedArray.from(values, byte));
}

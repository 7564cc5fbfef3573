import certified from '../../networks/certified.safetensors?url';
import digitsFile from '../../networks/digits.bin?url';
import ordinary from '../../networks/ordinary.safetensors?url';

const absolute = (address: string) => new URL(address, document.baseURI).href;

/** The networks that come with the page. */
export const networkNames = ['certified', 'ordinary'] as const;
export type NetworkName = (typeof networkNames)[number];
export const networkAddress: { readonly [K in NetworkName]: string } = {
  certified: absolute(certified),
  ordinary: absolute(ordinary),
};

/** The side of a digit, in pixels. */
export const side = 28;

/** A digit of the gallery: pixels from 0 to 1, and what it is. */
export type Digit = { readonly x: Float32Array; readonly label: number };

/** Digits that no network of the page was trained on, three of each class. */
export async function loadDigits(): Promise<Digit[]> {
  const answer = await fetch(absolute(digitsFile));
  if (!answer.ok) throw new Error(`the digits could not be loaded: the host answered ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const length = 1 + side * side;
  return Array.from({ length: bytes.length / length }, (_, i) => {
    const at = i * length;
    return { label: bytes[at]!, x: Float32Array.from(bytes.subarray(at + 1, at + length), (v) => v / 255) };
  });
}

import { encode } from 'fast-png';
import type { Layout } from './layout';

/** A picture as the address of an image: a PNG within a `data:` URI. */
export function pngUri(data: Uint8Array, { width, height, channels }: Layout): string {
  const png = encode({ width, height, data, channels, depth: 8 });
  let text = '';
  for (const byte of png) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}

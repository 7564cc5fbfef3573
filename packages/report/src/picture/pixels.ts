/** The values of an input, flat: an array, or what a line of a journal holds in its place, base64 of little-endian floats. */
export type PixelData =
  | ArrayLike<number>
  | { readonly Float32Array: string }
  | { readonly Float64Array: string };

/** The values as an array. */
export function pixelsOf(data: PixelData): ArrayLike<number> {
  if ('Float32Array' in data) return new Float32Array(bytesOf(data.Float32Array));
  if ('Float64Array' in data) return new Float64Array(bytesOf(data.Float64Array));
  return data;
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;

/** Bytes in base64. */
export function bytesToBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Reads what {@link bytesToBase64} wrote; `undefined` for anything else: `atob` would forgive blanks and missing padding. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0 || /\s/.test(text)) return undefined;
  try {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}

/** Float32 values, little-endian, in base64. */
export const float32ToBase64 = (x: Float32Array): string =>
  bytesToBase64(new Uint8Array(x.buffer, x.byteOffset, x.byteLength));

/** Reads what {@link float32ToBase64} wrote; `undefined` for anything else. */
export function base64ToFloat32(text: string): Float32Array | undefined {
  const bytes = base64ToBytes(text);
  return bytes && bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined;
}

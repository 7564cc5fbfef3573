/** Float32 values, little-endian, in base64. */
export function float32ToBase64(x: Float32Array): string {
  let text = '';
  for (const byte of new Uint8Array(x.buffer, x.byteOffset, x.byteLength)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Reads what {@link float32ToBase64} wrote; `undefined` for anything else. */
export function base64ToFloat32(text: string): Float32Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined;
  } catch {
    return undefined;
  }
}

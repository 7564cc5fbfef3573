/**
 * Writes one image stored as planes (all red, all green, all blue) as interleaved pixels (height, width,
 * channels), starting at `at` in `target`.
 */
export function interleave(planes: Uint8Array, channels: number, target: Uint8Array, at: number): void {
  const size = planes.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const plane = channel * size;
    for (let i = 0; i < size; i++) target[at + i * channels + channel] = planes[plane + i]!;
  }
}

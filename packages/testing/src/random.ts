/** A stream of numbers in [0, 1) from a seed (mulberry32). */
export function stream(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Float32 values from -scale to scale. */
export function randomFloats(length: number, seed: number, scale = 1): Float32Array {
  const next = stream(seed);
  return Float32Array.from({ length }, () => scale * (2 * next() - 1));
}

const tile = 32;

/** `[..., n]` to `[n, ...]`: the weights of each output one after the other. */
export function rowsFirst(kernel: Float32Array, n: number): Float32Array {
  const m = kernel.length / n;
  const rows = new Float32Array(kernel.length);
  // tile by tile, since a column of a large matrix is in no cache
  for (let first = 0; first < n; first += tile) {
    const last = Math.min(first + tile, n);
    for (let from = 0; from < m; from += tile) {
      const to = Math.min(from + tile, m);
      for (let i = first; i < last; i++) {
        for (let k = from; k < to; k++) rows[i * m + k] = kernel[k * n + i]!;
      }
    }
  }
  return rows;
}

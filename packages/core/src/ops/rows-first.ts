/** `[..., n]` to `[n, ...]`: the weights of each output one after the other. */
export function rowsFirst(kernel: Float32Array, n: number): Float32Array {
  const m = kernel.length / n;
  const rows = new Float32Array(kernel.length);
  for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) rows[i * m + k] = kernel[k * n + i]!;
  return rows;
}

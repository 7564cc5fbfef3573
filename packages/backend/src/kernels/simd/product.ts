import type { Simd } from './kernels';
import { packedBytes, panelBytes, spareBytes, tableBytes, writeTable } from './packed';

type Matrix = { readonly at: number; readonly rows: number; readonly columns: number };

/** How much of a sum is computed before the next rows: a panel of as many rows stays in the nearest cache. */
const depth = 512;
const height = 128;

/** c = a b, of matrices that lie row after row; b transposed where asked. */
export function multiply(simd: Simd, a: Matrix, b: Matrix, transposed: boolean, c: number): void {
  const inner = a.columns;
  const width = transposed ? b.rows : b.columns;
  const packed = packedBytes(inner, width);
  const [table, into] = [tableBytes(height), 2 * tableBytes(height)];
  simd.scratch(into + spareBytes + packed, (scratch) => {
    const spare = scratch + into;
    const right = spare + spareBytes;
    const line = b.columns * 4;
    simd.pack(b.at, right, inner, width, transposed ? 4 : line, transposed ? line : 4);
    for (let k = 0; k < inner; k += depth) {
      const piece = Math.min(depth, inner - k);
      for (let r = 0; r < a.rows; r += height) {
        const rows = Math.min(height, a.rows - r);
        if (r === 0 || rows < height) {
          writeTable(simd, scratch, rows, (row) => row * inner * 4);
          writeTable(simd, scratch + table, rows, (row) => row * width * 4);
        }
        simd.rows(
          a.at + (r * inner + k) * 4,
          scratch,
          c + r * width * 4,
          scratch + table,
          rows,
          right + panelBytes(k),
          panelBytes(inner),
          width,
          1,
          piece * 4,
          0,
          k > 0 ? 1 : 0,
          spare,
        );
      }
    }
  });
}

/** c = a' b, of matrices that lie row after row. */
export function multiplyTransposed(simd: Simd, a: Matrix, b: Matrix, c: number): void {
  const packed = packedBytes(b.rows, b.columns);
  const copy = a.columns % 4 === 0 ? 0 : a.rows * a.columns * 4;
  simd.scratch(spareBytes + packed + copy + 16, (spare) => {
    const right = spare + spareBytes;
    const left = copy === 0 ? a.at : right + packed;
    if (copy > 0) simd.heap().copyWithin(left, a.at, a.at + copy);
    simd.pack(b.at, right, b.rows, b.columns, b.columns * 4, 4);
    simd.columns(
      left,
      a.columns,
      c,
      b.columns * 4,
      right,
      panelBytes(b.rows),
      b.columns,
      1,
      a.rows,
      a.columns * 4,
      0,
      0,
      spare,
    );
  });
}

import { cut, packedBytes, panelBytes, panelColumns, tableBytes, writeTable } from './packed';
import type { Simd } from './simd';
import type { Hands } from './tasks';

type Matrix = { readonly at: number; readonly rows: number; readonly columns: number };

/** How much of a sum is computed before the next rows: a panel of as many rows stays in the nearest cache. */
const depth = 512;
const height = 128;

/** c = a b, of matrices that lie row after row; b transposed where asked. A task has some columns of c, or some rows. */
export function multiply(simd: Simd, a: Matrix, b: Matrix, transposed: boolean, c: number): void {
  const inner = a.columns;
  const width = transposed ? b.rows : b.columns;
  const [down, right] = transposed ? [4, b.columns * 4] : [b.columns * 4, 4];
  const table = tableBytes(height);
  simd.scratch(2 * table + packedBytes(inner, width), (scratch) => {
    const panels = scratch + 2 * table;
    writeTable(simd, scratch, Math.min(height, a.rows), (row) => row * inner * 4);
    writeTable(simd, scratch + table, Math.min(height, a.rows), (row) => row * width * 4);
    const pack = (hands: Hands, first: number, columns: number): void =>
      hands.pack(b.at + first * right, panels + packedBytes(inner, first), inner, columns, down, right);
    const compute = (hands: Hands, first: number, columns: number, top: number, bottom: number): void => {
      for (let k = 0; k < inner; k += depth) {
        for (let r = top; r < bottom; r += height) {
          hands.rows(
            a.at + (r * inner + k) * 4,
            scratch,
            c + (r * width + first) * 4,
            scratch + table,
            Math.min(height, bottom - r),
            panels + packedBytes(inner, first) + panelBytes(k),
            panelBytes(inner),
            columns,
            1,
            Math.min(depth, inner - k) * 4,
            0,
            k > 0 ? 1 : 0,
            hands.spare,
          );
        }
      }
    };
    const work = a.rows * inner * width;
    const [wide, tall] = [cut(simd, work, width, panelColumns), cut(simd, work, a.rows, height)];
    if (wide.pieces >= tall.pieces) {
      simd.each(wide.pieces, (hands, i) => {
        const first = i * wide.length;
        const columns = Math.min(wide.length, width - first);
        pack(hands, first, columns);
        compute(hands, first, columns, 0, a.rows);
      });
    } else {
      simd.each(1, (hands) => pack(hands, 0, width));
      simd.each(tall.pieces, (hands, i) =>
        compute(hands, 0, width, i * tall.length, Math.min(a.rows, (i + 1) * tall.length)),
      );
    }
  });
}

/** c = a' b, of matrices that lie row after row. A task has some rows of c. */
export function multiplyTransposed(simd: Simd, a: Matrix, b: Matrix, c: number): void {
  const packed = packedBytes(b.rows, b.columns);
  const copy = a.columns % 4 === 0 ? 0 : a.rows * a.columns * 4;
  simd.scratch(packed + copy + 16, (panels) => {
    const left = copy === 0 ? a.at : panels + packed;
    if (copy > 0) simd.heap().copyWithin(left, a.at, a.at + copy);
    simd.each(1, ({ pack }) => pack(b.at, panels, b.rows, b.columns, b.columns * 4, 4));
    const { pieces, length } = cut(simd, a.rows * a.columns * b.columns, a.columns, 4);
    simd.each(pieces, ({ columns, spare }, i) =>
      columns(
        left + i * length * 4,
        Math.min(length, a.columns - i * length),
        c + i * length * b.columns * 4,
        b.columns * 4,
        panels,
        panelBytes(b.rows),
        b.columns,
        1,
        a.rows,
        a.columns * 4,
        0,
        0,
        spare,
      ),
    );
  });
}

import type { Simd } from './kernels';

/** Columns of a panel, the form that right-hand sides take: see kernels.wat. */
const panelColumns = 8;

/** Bytes that a matrix takes in panels. */
export const packedBytes = (rows: number, columns: number): number =>
  Math.ceil(columns / panelColumns) * panelBytes(rows);

/** Bytes of a panel. */
export const panelBytes = (rows: number): number => rows * panelColumns * 4;

/** Bytes that the kernels want for what belongs to no output. */
export const spareBytes = 64;

/** Bytes of a table of rows. */
export const tableBytes = (rows: number): number => 16 * Math.ceil(rows / 4);

/** Writes a table: where each row is, the last one again up to a multiple of 4. */
export function writeTable(simd: Simd, at: number, rows: number, offset: (row: number) => number): void {
  const table = new Int32Array(simd.heap().buffer, at, tableBytes(rows) / 4);
  for (let r = 0; r < table.length; r++) table[r] = offset(Math.min(r, rows - 1));
}

import type { Simd } from './simd';

/** Columns of a panel, the form that right-hand sides take: see kernels.wat. */
export const panelColumns = 8;

export const panelsOf = (columns: number): number => Math.ceil(columns / panelColumns);

/** Bytes of a panel. */
export const panelBytes = (rows: number): number => rows * panelColumns * 4;

/** Bytes that a matrix takes in panels. */
export const packedBytes = (rows: number, columns: number): number => panelsOf(columns) * panelBytes(rows);

/** Bytes of a table of rows. */
export const tableBytes = (rows: number): number => 16 * Math.ceil(rows / 4);

/** Writes a table: where each row is. */
export function writeTable(simd: Simd, at: number, rows: number, offset: (row: number) => number): void {
  const table = new Int32Array(simd.heap().buffer, at, rows);
  for (let r = 0; r < rows; r++) table[r] = offset(r);
}

/** How many tasks to cut work into for each thread, so that none waits long for the last of another. */
const tasksPerThread = 4;

/** Products of numbers that are sooner computed than another thread is woken for. */
const littleWork = 2 ** 18;

/** Cuts `count` things into pieces for the threads, of a multiple of `grain` each: how many pieces, and how long they are. */
export function cut(
  { threads }: Simd,
  work: number,
  count: number,
  grain: number,
): { readonly pieces: number; readonly length: number } {
  const wanted = threads > 1 && work > littleWork ? tasksPerThread * threads : 1;
  const length = grain * Math.ceil(count / (grain * wanted));
  return { pieces: Math.ceil(count / length), length };
}

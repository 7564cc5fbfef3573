import { readFile } from 'node:fs/promises';
import { fromArrays } from '@ibp/data';
import { parse } from 'csv-parse/sync';
import type { Reading } from './reading';
import { type Whole, whole } from './whole';

const usual = ['label', 'class', 'target', 'y'];

/**
 * A table: a row of names, then a row for each example; a column of classes (`--label-column`, else one with a usual name,
 * else the last), all others numbers. Classes that are not 0, 1, 2, … are numbered in the order of their names.
 *
 * @throws naming the file and the line where a row is not as long as the others, or a cell is no number.
 */
export async function readTable(file: string, { labelColumn, range }: Reading): Promise<Whole> {
  const text = await readFile(file, 'utf8');
  const [names = [], ...rows] = parse(text, { bom: true, trim: true, skip_empty_lines: true }) as string[][];
  if (rows.length === 0) throw new Error(`${file}: expected a row of names and rows of numbers, got neither`);
  if (names.every((name) => Number.isFinite(Number(name)))) {
    throw new Error(`${file}: expected a first row of names, got ${names.slice(0, 5).join(', ')}`);
  }
  const at = labelIndex(file, names, labelColumn);
  const { labels, classNames } = classesOf(rows.map((row) => row[at]!));
  const features = names.length - 1;
  const images = new Float32Array(rows.length * features);
  for (const [r, row] of rows.entries()) {
    let to = r * features;
    for (const [c, cell] of row.entries()) {
      if (c === at) continue;
      const value = cell === '' ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) {
        throw new Error(`${file}, row ${r + 2}, "${names[c]}": expected a number, got "${cell}"`);
      }
      images[to++] = value;
    }
  }
  const data = { name: file, images, labels, shape: [features], range: range ?? unbounded };
  return { [whole]: fromArrays({ ...data, ...(classNames ? { classNames } : {}) }) };
}

/** Of a table nobody has said what its values can be. */
export const unbounded = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function labelIndex(file: string, names: readonly string[], given: string | undefined): number {
  if (given === undefined) {
    const found = names.findIndex((name) => usual.includes(name.toLowerCase()));
    return found >= 0 ? found : names.length - 1;
  }
  const found = names.indexOf(given);
  if (found >= 0) return found;
  throw new Error(`--label-column: expected one of ${names.join(', ')} of ${file}, got ${given}`);
}

function classesOf(cells: readonly string[]): { labels: Int32Array; classNames?: string[] } {
  if (cells.every((cell) => /^\d{1,6}$/.test(cell))) return { labels: Int32Array.from(cells, Number) };
  const classNames = [...new Set(cells)].sort();
  const numbers = new Map(classNames.map((name, i) => [name, i]));
  return { labels: Int32Array.from(cells, (cell) => numbers.get(cell)!), classNames };
}

import Table from 'cli-table3';
import type { ImageRadius } from './image-radius';

const short = (value: number): string => value.toPrecision(3);

/** A row for each image; a summary below. */
export function radiusTable(found: readonly ImageRadius[]): string {
  const table = new Table({
    head: ['image', 'label', 'certified up to', 'broken from', 'radii tried'],
    style: { head: [], border: [] },
  });
  for (const { index, label, certified, falsified, questions } of found) {
    table.push([
      String(index),
      String(label),
      certified < 0 ? 'not even itself' : short(certified),
      Number.isFinite(falsified) ? short(falsified) : 'none found',
      String(questions),
    ]);
  }
  const radii = found.map(({ certified }) => Math.max(0, certified));
  const mean = radii.reduce((a, b) => a + b, 0) / radii.length;
  return `${table.toString()}\nmean certified radius: ${short(mean)} over ${radii.length} images`;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bitsOf, differences, readTable, writeTable } from './table';

const table = { a: bitsOf([1, Number.NaN, -0]), b: bitsOf([2]), c: 'threw: no relaxation' };

it('finds tables the same that were written and read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  writeTable(join(folder, 'table'), table);
  expect(differences(table, readTable(join(folder, 'table')))).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('tells bits apart: the last place, and the sign of 0', () => {
  const other = { ...table, a: bitsOf([1 + Number.EPSILON, Number.NaN, 0]) };
  expect(differences(table, other)).toEqual([
    { name: 'a', how: '2 of 3 numbers, as 1 / 1.0000000000000002' },
  ]);
});

it('names what is missing, of another length, or a note', () => {
  const other = { a: bitsOf([1]), c: bitsOf([3]), d: table.b };
  expect(differences(table, other)).toEqual([
    { name: 'a', how: '3 / 1 numbers' },
    { name: 'b', how: 'missing in the second' },
    { name: 'c', how: 'threw: no relaxation / numbers' },
    { name: 'd', how: 'missing in the first' },
  ]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf } from './benchmark-counts';
import { benchmarkTable } from './benchmark-table';
import { isWrong, readInstances } from './instances';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-instances-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function instancesOf(text: string, most?: number) {
  const file = join(folder, 'instances.csv');
  await writeFile(file, text);
  return readInstances(file, { most });
}

it('a line is a network, a property and seconds, and the known answer where one is', async () => {
  const names = { onnx: './onnx/a.onnx', vnnlib: 'b.vnnlib' };
  const paths = { onnx: join(folder, 'onnx/a.onnx'), vnnlib: join(folder, 'b.vnnlib') };
  expect(await instancesOf('./onnx/a.onnx,b.vnnlib,116,unsat\n')).toEqual([
    { ...paths, names, timeout: 116, expected: 'unsat' },
  ]);
  const two = await instancesOf(
    "onnx,vnnlib,timeout\n\"[('f', './onnx/a.onnx')]\",b.vnnlib,7\n./onnx/a.onnx,b.vnnlib,5.5,unknown",
    6,
  );
  expect(two).toEqual([
    { ...paths, names, timeout: 6 },
    { ...paths, names, timeout: 5.5 },
  ]);
});

it('what is no such line is named', async () => {
  await expect(instancesOf('')).rejects.toThrow('instances.csv: expected instances, a line each, got none');
  await expect(instancesOf('a,b,7\na,b\n')).rejects.toThrow(
    'expected in line 2 seconds above 0 in the third column, got a,b',
  );
  await expect(instancesOf('a,,7\n')).rejects.toThrow(
    'expected in line 1 a network and a property, got a,,7',
  );
  await expect(instancesOf('a,b,7,holds\n')).rejects.toThrow(
    'expected in line 1 sat, unsat or unknown in the fourth',
  );
});

it('an answer is wrong where it contradicts the known one', () => {
  expect(isWrong('sat', 'unsat')).toBe(true);
  expect(isWrong('unsat', 'sat')).toBe(true);
  for (const answer of ['unsat', 'timeout', 'unknown', 'error'] as const)
    expect(isWrong(answer, 'unsat')).toBe(false);
  expect(isWrong('sat', undefined)).toBe(false);
});

it('the table counts answers, and what settled them', () => {
  const result = (answer: string, method: string, seconds: number) =>
    ({
      index: 0,
      onnx: 'a',
      vnnlib: 'b',
      timeout: 9,
      answer,
      method,
      nodes: 1,
      seconds,
      wrong: answer === 'sat',
    }) as never;
  const counts = countsOf([
    ...[result('sat', 'attack', 1), result('unsat', 'input-split', 2), result('unsat', 'input-split', 4)],
    ...[result('timeout', '', 60), result('error', '', 0)],
  ]);
  expect(counts).toEqual({
    ...{ instances: 5, sat: 1, unsat: 2, timeout: 1, unknown: 0, error: 1, wrong: 1, median: 2, total: 67 },
    methods: { attack: { solved: 1, median: 1 }, 'input-split': { solved: 2, median: 3 } },
  });
  const rows = benchmarkTable({ a: counts, b: counts }, counts).split('\n');
  const cells = (name: string) =>
    rows
      .find((row) => row.startsWith(`│ ${name} `))!
      .split(/ *│ */)
      .slice(1, -1);
  expect(cells('b')).toEqual(['b', '5', '1', '2', '1', '0', '1', '1', '2 s', '67 s']);
  expect(cells('input-split')).toEqual(['input-split', '2', '3 s']);
  expect(cells('all')).toHaveLength(10);
});

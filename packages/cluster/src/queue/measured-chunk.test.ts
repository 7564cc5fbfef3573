import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../campaign/hash';
import { folderStore } from '../store/folder';
import { measuredChunk } from './measured-chunk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-chunk-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The chunk for cases that take so many seconds each, and those that were settled to find out. */
async function chunkOf(seconds: number, { cases = 1000, least = 10, known = [] as number[] } = {}) {
  const store = folderStore(folder);
  const idOf = (number: number) => sha256(String(number));
  for (const number of known) await store.write('results', idOf(number), new Uint8Array());
  let clock = 0;
  const asked: number[][] = [];
  const list = { id: sha256(''), name: '', cases, idOf };
  const chunk = await measuredChunk(list, store, { least, now: () => clock }, async function* (numbers) {
    asked.push([...numbers]);
    for (const number of numbers) {
      clock += 1000 * seconds;
      yield { number, status: 'verified' };
    }
  });
  return { chunk, asked };
}

it('a chunk takes about half a minute, and has 10 to 100 cases', async () => {
  expect((await chunkOf(0.6)).chunk).toBe(50);
  expect((await chunkOf(0.001)).chunk).toBe(100);
  expect((await chunkOf(0)).chunk).toBe(100);
  expect((await chunkOf(20)).chunk).toBe(10);
  expect((await chunkOf(20, { least: 1 })).chunk).toBe(2);
});

it('is measured on cases from everywhere, after two that warm up, and of those that are known on none', async () => {
  const { asked } = await chunkOf(1);
  expect(asked).toEqual([
    [0, 100],
    [200, 300, 400, 500, 600, 700, 800, 900],
  ]);
  expect((await chunkOf(1, { cases: 2 })).asked).toEqual([[0, 1]]);
  expect(await chunkOf(1, { cases: 3, known: [0, 1, 2] })).toEqual({ chunk: 10, asked: [] });
});

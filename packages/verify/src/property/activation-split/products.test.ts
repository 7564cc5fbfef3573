import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomFloats } from '@ibp/testing';
import wabt from 'wabt';
import { numbersFor, writeEntries } from './entries';
import { productBytes } from './product-bytes';
import { loadProducts } from './products';

it('the bytes are those of products.wat', async () => {
  const { parseWat } = await wabt();
  const module = parseWat('products.wat', readFileSync(path.join(__dirname, 'products.wat'), 'utf8'), {
    simd: true,
  });
  const { buffer } = module.toBinary({});
  module.destroy();
  expect(Buffer.from(buffer).toString('base64')).toBe(productBytes);
});

it.each([
  [1, 3, 2],
  [2, 5, 6],
  [2, 4, 7],
])('%i blocks of rows go through a matrix of %i x %i, and back', (blocks, rows, columns) => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const heap = new Float64Array(memory.buffer);
  const [count, stride, width] = [4 * blocks, rows + (rows & 1), columns + (columns & 1)];
  const [w, c, into, chosen, y, list] = [0, 200, 400, 600, 800, 1000] as const;
  const matrix = randomFloats(rows * columns, 1);
  const given = randomFloats(count * rows, 2).map((v, i) => (i % 3 ? v : 0));
  for (let o = 0; o < rows; o++)
    for (let i = 0; i < columns; i++) heap[w + o * width + i] = matrix[o * columns + i]!;
  for (let s = 0; s < count; s++)
    for (let o = 0; o < rows; o++) heap[c + s * stride + o] = given[s * rows + o]!;
  const { backward, forward } = loadProducts(memory);
  backward(8 * c, 8 * w, 8 * into, 8 * chosen, blocks, rows, 8 * stride, 8 * width);
  // all rows but the first
  new Int32Array(memory.buffer, 8 * list).set(Array.from({ length: rows - 1 }, (_, o) => o + 1));
  forward(8 * into, 8 * w, 8 * y, 8 * list, blocks, rows - 1, 8 * width, 8 * stride);
  for (let s = 0; s < count; s++) {
    const row = Array.from({ length: columns }, (_, i) =>
      matrix.reduce(
        (sum, v, k) => (k % columns === i ? sum + v * given[s * rows + Math.floor(k / columns)]! : sum),
        0,
      ),
    );
    for (const [i, v] of row.entries()) expect(heap[into + s * width + i]).toBeCloseTo(v, 10);
    for (let o = 0; o < rows; o++) {
      const value = o === 0 ? 0 : row.reduce((sum, v, i) => sum + v * matrix[o * columns + i]!, 0);
      expect(heap[y + s * stride + o]).toBeCloseTo(value, 10);
    }
  }
});

it('blocks of rows go through the entries of a matrix, for each of two inputs, and back', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const heap = new Float64Array(memory.buffer);
  const [rows, sizes, count] = [5, [3, 4], 8] as const;
  // no entry in the second row, none of the second input in the third
  const kernel = Float64Array.from(randomFloats(35, 1)).map((v, i) =>
    i % 3 === 0 || Math.floor(i / 7) === 1 || (Math.floor(i / 7) === 2 && i % 7 > 2) ? 0 : v,
  );
  const map = {
    ...{ inputs: 7, outputs: rows, maxTerms: 7, bias: () => 0 },
    row: (i: number, columns: Int32Array, weights: Float64Array) => {
      for (let k = 0; k < 7; k++) {
        columns[k] = k;
        weights[k] = kernel[7 * i + k]!;
      }
      return 7;
    },
  };
  const [c, y, work, list, entries] = [0, 100, 200, 300, 400] as const;
  const into = [600, 700] as const;
  const blocks = writeEntries(map, sizes, heap, entries);
  const total = kernel.filter((v) => v !== 0).length;
  const last = heap.findLastIndex((v) => v !== 0);
  expect(last).toBeGreaterThan(entries + total);
  expect(last).toBeLessThan(entries + numbersFor(total, rows, 2));
  const given = randomFloats(count * rows, 2).map((v, i) => (i % 4 ? v : 0));
  for (let s = 0; s < count; s++) for (let o = 0; o < rows; o++) heap[c + 6 * s + o] = given[rows * s + o]!;
  const { scatter, gather } = loadProducts(memory);
  new Int32Array(memory.buffer, 8 * list).set([0, 2, 4]);
  blocks.forEach(({ start, column, weights }, k) => {
    const matrix = [8 * start, 8 * column, 8 * weights, 8 * work] as const;
    scatter(8 * c, 8 * into[k]!, ...matrix, 2, rows, 8 * 6, 8 * 4);
    gather(8 * into[k]!, 8 * y, ...matrix, 8 * list, 2, 3, 8 * 4, 8 * 6);
  });
  for (let s = 0; s < count; s++) {
    const back = Array.from({ length: 7 }, (_, i) =>
      given.subarray(rows * s, rows * (s + 1)).reduce((sum, v, o) => sum + v * kernel[7 * o + i]!, 0),
    );
    for (let i = 0; i < 7; i++) {
      expect(heap[(i < 3 ? into[0] + i : into[1] + i - 3) + 4 * s]).toBeCloseTo(back[i]!, 10);
    }
    for (let o = 0; o < rows; o++) {
      const value = back.reduce((sum, v, i) => sum + v * kernel[7 * o + i]!, 0);
      expect(heap[y + 6 * s + o]).toBeCloseTo(o % 2 === 0 ? value : 0, 10);
    }
  }
});

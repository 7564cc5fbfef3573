import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomFloats } from '@ibp/testing';
import wabt from 'wabt';
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

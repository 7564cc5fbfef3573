import '../cpu';
import '../wasm';
import { expectClose, runOn } from './testing';

const attrs = { transposeA: false, transposeB: false };
const left = { shape: [2, 1, 1, 2], values: [1, 2, 3, 4] };
const right = { shape: [1, 2, 2, 1], values: [1, 10, 100, 1000] };
// [1, 2] and [3, 4], each with [1, 10] and [100, 1000]
const product = { shape: [2, 2, 1, 1], values: [21, 2100, 43, 4300] };

describe.each([...new Set(['cpu', 'wasm', process.env.IBP_BACKEND ?? 'wasm'])])(
  'a product of batches that broadcast both ways, on %s',
  (name) => {
    it('has a matrix for each pair', async () => {
      expectClose(await runOn(name, 'BatchMatMul', { a: left, b: right }, attrs), product);
      const transposed = {
        a: { ...left, shape: [2, 1, 2, 1] },
        b: { ...right, shape: [1, 2, 1, 2] },
      };
      const both = { transposeA: true, transposeB: true };
      expectClose(await runOn(name, 'BatchMatMul', transposed, both), product);
    });

    it("needs this: the backend's own makes as many matrices as the longer batch has, or throws", async () => {
      const own = runOn(name, 'BatchMatMul', { a: left, b: right }, attrs, true);
      const values = await own.then(
        (result) => result.values,
        () => 'an error',
      );
      expect(values).not.toEqual(product.values);
    });
  },
);

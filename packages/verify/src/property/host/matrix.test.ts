import { affineMaps } from '@ibp/exact';
import { plainChain, plainTensor } from '@ibp/testing';
import { addProducts, countEntries, type SparseMatrix, sparseBlocks } from './matrix';

it('keeps what is not 0 of a matrix that has zeros among its entries', () => {
  const net = plainChain([3], ['dense', { kernel: plainTensor([3, 2], [1, 0, 0, 2, 3, 0]) }]);
  const map = affineMaps(net)[1]!;
  expect(countEntries(map)).toEqual({ total: 3, longestColumn: 1 });
  const [{ weights, column, start }] = sparseBlocks(map, [3]) as [SparseMatrix];
  expect([[...weights], [...column], [...start]]).toEqual([
    [1, 3, 2],
    [0, 2, 1],
    [0, 2, 3],
  ]);
});

it('has the entries of each input by themselves', () => {
  const kernel = plainTensor([4, 2], [1, 0, 0, 2, 3, 0, 0, 4]);
  const net = plainChain([2], ['concat', { axis: 0 }, [0, 0]], ['dense', { kernel }]);
  const [first, second] = sparseBlocks(affineMaps(net)[2]!, [2, 2]) as [SparseMatrix, SparseMatrix];
  expect([[...first.weights], [...first.column], [...first.start]]).toEqual([
    [1, 2],
    [0, 1],
    [0, 1, 2],
  ]);
  expect([[...second.weights], [...second.column], [...second.start]]).toEqual([
    [3, 4],
    [0, 1],
    [0, 1, 2],
  ]);
});

it('adds products with a point', () => {
  const kernel = plainTensor([3, 2], [1, 0, 0, 2, 3, 0]);
  const net = plainChain([3], ['dense', { kernel }]);
  const [matrix] = sparseBlocks(affineMaps(net)[1]!, [3]);
  const y = Float64Array.of(10, 20);
  addProducts(matrix!, Float64Array.of(1, 2, 3), y);
  expect([...y]).toEqual([10 + 1 + 9, 20 + 4]);
});

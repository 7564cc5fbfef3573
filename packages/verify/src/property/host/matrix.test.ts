import { affineMaps } from '@ibp/exact';
import { plainChain, plainTensor } from '@ibp/testing';
import { countEntries, sparseMatrix } from './matrix';

it('keeps what is not 0 of a matrix that has zeros among its entries', () => {
  const net = plainChain([3], ['dense', { kernel: plainTensor([3, 2], [1, 0, 0, 2, 3, 0]) }]);
  const map = affineMaps(net)[1]!;
  expect(countEntries(map)).toEqual({ total: 3, longestColumn: 1 });
  const { weights, column, start } = sparseMatrix(map, 3);
  expect([[...weights], [...column], [...start]]).toEqual([
    [1, 3, 2],
    [0, 2, 1],
    [0, 2, 3],
  ]);
});

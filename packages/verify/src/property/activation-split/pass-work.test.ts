import { affineMaps } from '@ibp/exact';
import { plainChain, plainTensor } from '@ibp/testing';
import { passWork } from './pass-work';
import { searchNetwork } from './search-network';

const kernel = plainTensor([2, 2, 1, 1], [1, 2, 3, 4]);
const conv = ['conv2d', { kernel, strides: [1, 1], padding: 'valid' }] as const;

it('counts the products of receptive fields back, of all units forward', () => {
  // 4x4 to 3x3 to 2x2: each unit takes in 4 of the layer before
  const net = plainChain([4, 4, 1], conv, ['relu', {}], conv);
  const { back, forward } = passWork(net, affineMaps(net));
  expect(back).toEqual([0, 4, 4, 4 + 4 * 4]);
  expect(forward).toEqual([0, 9 * 4, 9 * 4, 9 * 4 + 4 * 4]);
});

it('a network whose matrices would fill the memory is none for the host', () => {
  const wide = { kernel: plainTensor([3, 3, 64, 64], new Array(3 * 3 * 64 * 64).fill(1)), strides: [1, 1] };
  const layer = ['conv2d', { ...wide, padding: 'same' }] as const;
  const net = plainChain([56, 56, 64], layer, ['relu', {}], layer);
  expect(searchNetwork(net)).toBeUndefined();
});

import { affineMaps } from '@ibp/exact';
import { plainChain, plainTensor } from '@ibp/testing';
import { hostNetwork } from '../host/host-network';
import { passWork } from './pass-work';
import { searchNetwork } from './search-network';

const kernel = plainTensor([2, 2, 1, 1], [1, 2, 3, 4]);
const conv = ['conv2d', { kernel, strides: [1, 1], padding: 'valid' }] as const;

it('counts the products of receptive fields back, of all units forward', () => {
  // 4x4 to 3x3 to 2x2: each unit takes in 4 of the layer before
  const net = plainChain([4, 4, 1], conv, ['relu', {}], conv);
  const { back, forward } = passWork(net, affineMaps(net), new Set([1, 3]));
  expect(back).toEqual([undefined, 4, undefined, 4 + 4 * 4]);
  expect(forward).toEqual([0, 9 * 4, 9 * 4, 9 * 4 + 4 * 4]);
});

it('behind a layer that takes in everything a pass is through everything', () => {
  const dense = { kernel: plainTensor([9, 2], new Array(18).fill(1)) };
  const net = plainChain([4, 4, 1], conv, ['reshape', { shape: [9] }], ['dense', dense]);
  const { back } = passWork(net, affineMaps(net), new Set([3]));
  // the reshape is a matrix too
  expect(back[3]).toBe(9 + 9 + 9 * 4);
});

it('a network whose matrices would fill the memory is none for the host', () => {
  const wide = { kernel: plainTensor([3, 3, 64, 64], new Array(3 * 3 * 64 * 64).fill(1)), strides: [1, 1] };
  const layer = ['conv2d', { ...wide, padding: 'same' }] as const;
  const net = plainChain([56, 56, 64], layer, ['relu', {}], layer);
  expect([searchNetwork(net), hostNetwork(net)]).toEqual([undefined, undefined]);
});

import { plainChain, plainDense, plainTensor, randomFloats } from '@ibp/testing';
import { hostNetwork } from '../host/host-network';
import { isForHost } from './choose';

/** 28 * 28 units of 8 filters with 25 terms each: more than the host does anyway. */
const convolution = plainChain(
  [32, 32, 1],
  ['conv2d', { kernel: plainTensor([5, 5, 1, 8], randomFloats(200, 1)), strides: [1, 1], padding: 'valid' }],
  ['relu', {}],
);

it.each([
  ['convolutions, on the host', convolution, 28 * 28 * 8 * 25, true],
  ['large dense layers, on the backend', plainDense([400, 400, 2], 1), 400 * 402, false],
  ['small ones, on the host', plainDense([8, 8, 2], 1), 80, true],
] as const)('attacks %s', (_, network, all, expected) => {
  expect(isForHost(hostNetwork(network)!, all)).toBe(expected);
});

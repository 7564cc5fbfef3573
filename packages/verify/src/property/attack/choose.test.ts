import { plainChain, plainDense, plainTensor, randomFloats } from '@ibp/testing';
import { hostNetwork } from '../host/host-network';
import { isForHost } from './choose';

const convolution = (size: number, filters: number) =>
  plainChain(
    [32, 32, 1],
    [
      'conv2d',
      {
        kernel: plainTensor([size, size, 1, filters], randomFloats(size * size * filters, 1)),
        ...{ strides: [1, 1], padding: 'valid' },
      },
    ],
    ['relu', {}],
  );

it.each([
  ['convolutions of small kernels, on the backend', convolution(5, 8), 28 * 28 * 8 * 25, false],
  ['those of kernels as large as the image, on the host', convolution(32, 150), 150 * 1024, true],
  ['large dense layers, on the backend', plainDense([400, 400, 2], 1), 400 * 402, false],
  ['small ones, on the host', plainDense([8, 8, 2], 1), 80, true],
] as const)('attacks %s', (_, network, all, expected) => {
  expect(isForHost(network, hostNetwork(network)!, all)).toBe(expected);
});

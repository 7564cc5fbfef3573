import type { Shape } from '@ibp/core';
import type { Layer } from './builder';
import { activation, leakyRelu, relu, softmax } from './builders/activation';
import { batchNorm } from './builders/batch-norm';
import { concatenate, identity, merge, residual, sequential } from './builders/combine';
import { conv2d } from './builders/conv2d';
import { dense } from './builders/dense';
import { depthwiseConv2d } from './builders/depthwise-conv2d';
import { normalize } from './builders/normalize';
import { conv1d, maxPool1d } from './builders/one-dimensional';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './builders/pool';
import { flatten, reshape, transpose, zeroPad2d } from './builders/shape';

const conv = (filters: number, strides = 1) => conv2d({ filters, kernelSize: 3, strides, padding: 'same' });

/** One network for each way layers go together; between them, every op. */
export const networks: { readonly [name: string]: readonly [Shape, Layer] } = {
  'a plain classifier': [
    [6, 6, 2],
    sequential(
      normalize({ mean: 0.5, std: 0.25 }),
      conv(3, 2),
      relu(),
      flatten(),
      dense(8),
      relu(),
      dense(3),
    ),
  ],
  'batch norm': [
    [5, 5, 2],
    sequential(conv(3), batchNorm(), relu(), flatten(), dense(4), batchNorm(), relu(), dense(3)),
  ],
  'residual blocks': [
    [6, 6, 2],
    sequential(
      conv(3),
      residual(sequential(batchNorm(), relu(), conv(3), relu(), conv(3))),
      residual(sequential(relu(), conv(4, 2)), conv2d({ filters: 4, kernelSize: 1, strides: 2 })),
      relu(),
      globalAveragePool(),
      dense(3),
    ),
  ],
  'branches and gates': [
    [4, 4, 3],
    sequential(
      concatenate([conv(2), sequential(depthwiseConv2d({ kernelSize: 3, padding: 'same' }), leakyRelu(0.1))]),
      merge('subtract', conv(3), sequential(conv(3), activation('sigmoid'))),
      merge('multiply', identity(), sequential(conv(3), activation('tanh'))),
      globalMaxPool(),
      dense(3),
    ),
  ],
  'pools and shapes': [
    [7, 6, 2],
    sequential(
      zeroPad2d(1),
      maxPool({ size: 3, strides: 2 }),
      conv(4),
      activation('gelu'),
      averagePool({ size: 2, strides: 1 }),
      transpose([2, 0, 1]),
      reshape([4, 6]),
      dense(2),
      activation('softplus'),
      flatten(),
      dense(3),
      softmax(),
    ),
  ],
  'squeeze and excite': [
    [4, 4, 3],
    sequential(
      conv(3),
      relu(),
      merge(
        'multiply',
        identity(),
        sequential(globalAveragePool(), dense(2), relu(), dense(3), activation('sigmoid')),
      ),
      merge('subtract', sequential(globalMaxPool(), reshape([1, 1, 3])), identity()),
      merge('add', identity(), sequential(conv(1), relu())),
      flatten(),
      dense(3),
    ),
  ],
  'one dimension': [
    [9, 2],
    sequential(
      conv1d({ filters: 4, kernelSize: 3, padding: 'same' }),
      activation('abs'),
      maxPool1d({ size: 2 }),
      conv1d({ filters: 3, kernelSize: 2, dilation: 2 }),
      activation('elu'),
      flatten(),
      dense(3),
    ),
  ],
};

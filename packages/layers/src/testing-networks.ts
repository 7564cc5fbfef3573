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

/**
 * One network for each way layers go together, for the tests of all packages; between them, every op. All have 3 outputs: logits, but
 * for `one dimension`.
 */
export const networks: { readonly [name: string]: readonly [Shape, Layer] } = {
  'fully connected': [[4], sequential(dense(6), relu(), dense(5), relu(), dense(3))],
  'one unit': [[1], sequential(dense(1), relu(), dense(1), leakyRelu(), dense(3))],
  'a plain classifier': [
    [5, 5, 2],
    sequential(
      normalize({ mean: 0.5, std: 0.25 }),
      conv(3, 2),
      relu(),
      flatten(),
      dense(6),
      relu(),
      dense(3),
    ),
  ],
  'residual blocks': [
    [4, 4, 2],
    sequential(
      conv(3),
      residual(sequential(relu(), conv(3), relu(), conv(3))),
      residual(sequential(relu(), conv(4, 2)), conv2d({ filters: 4, kernelSize: 1, strides: 2 })),
      relu(),
      globalAveragePool(),
      dense(3),
    ),
  ],
  'branches and gates': [
    [3, 3, 1],
    sequential(
      concatenate([conv(1), sequential(depthwiseConv2d({ kernelSize: 3, padding: 'same' }), leakyRelu(0.1))]),
      merge('subtract', conv(2), sequential(conv(2), activation('sigmoid'))),
      merge('multiply', identity(), sequential(conv(2), activation('tanh'))),
      globalMaxPool(),
      dense(3),
    ),
  ],
  'pools and shapes': [
    [5, 4, 2],
    sequential(
      zeroPad2d(1),
      maxPool({ size: 1 }),
      maxPool({ size: 3, strides: 2, padding: 'same' }),
      conv(4),
      activation('gelu'),
      averagePool({ size: 2, strides: 1 }),
      transpose([2, 0, 1]),
      reshape([4, 6]),
      dense(2),
      activation('abs'),
      flatten(),
      dense(3),
    ),
  ],
  'squeeze and excite': [
    [3, 3, 1],
    sequential(
      conv(2),
      relu(),
      merge(
        'multiply',
        identity(),
        sequential(globalAveragePool(), dense(2), relu(), dense(2), activation('sigmoid')),
      ),
      merge('subtract', sequential(globalMaxPool(), reshape([1, 1, 2])), identity()),
      merge('add', identity(), sequential(conv(1), relu())),
      flatten(),
      dense(3),
    ),
  ],
  'smooth activations': [
    [4],
    sequential(
      dense(5),
      concatenate([activation('softplus'), activation('elu'), activation('silu'), activation('softsign')]),
      dense(5),
      concatenate([activation('selu'), activation('mish'), activation('relu6'), activation('hardSigmoid')]),
      dense(4),
      concatenate([activation('exp'), activation('square')]),
      dense(3),
    ),
  ],
  'batch norm': [
    [5, 5, 2],
    sequential(
      conv(3),
      residual(sequential(batchNorm(), relu(), conv(3))),
      batchNorm(),
      relu(),
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
      softmax(),
    ),
  ],
};

import type { Shape } from '@ibp/core';
import {
  activation,
  averagePool,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  flatten,
  globalAveragePool,
  globalMaxPool,
  identity,
  type Layer,
  leakyRelu,
  maxPool,
  merge,
  type Network,
  network,
  normalize,
  relu,
  reshape,
  residual,
  sequential,
  transpose,
  zeroPad2d,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

const conv = (filters: number, strides = 1) => conv2d({ filters, kernelSize: 3, strides, padding: 'same' });

/** One network for each way layers go together; between them, every op that has a relaxation. All end in 3 logits. */
export const layers: { readonly [name: string]: readonly [Shape, Layer] } = {
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
};

export const valuesOf = (t: tf.Tensor): number[] => Array.from(t.dataSync());

const normal = (shape: Shape, seed: number, deviation: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, deviation, 'float32', seed + 0.5);

/** Random weights and biases, none at a special value. */
export function randomize(net: Network, seed: number): Network {
  for (const [i, variable] of Object.values(net.variables).entries()) {
    tf.tidy(() => {
      const fan = variable.shape.slice(0, -1).reduce((a, b) => a * b, 1);
      variable.assign(normal(variable.shape, seed * 100 + i, variable.rank > 1 ? 1 / Math.sqrt(fan) : 0.5));
    });
  }
  return net;
}

export function randomNetwork(name: string, seed: number): Network {
  const [shape, layer] = layers[name]!;
  return randomize(network(shape, layer), seed);
}
